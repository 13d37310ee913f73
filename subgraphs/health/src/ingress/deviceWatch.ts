import { everyTenant } from "@wegraph/kit/feed";
import type { EventFeed } from "@wegraph/kit/feed";
import type { Logger } from "@wegraph/kit/log";
import { deviceChanged } from "../device/device.events.ts";
import type { DeviceDirectory } from "./deviceDirectory.ts";

/** Keeps what is remembered of devices true: whatever people change about one, it is read anew. */
export class DeviceWatch {
  private events: { return(): Promise<unknown> } | undefined;
  private isStopped = false;

  constructor(
    private readonly feed: EventFeed,
    private readonly directory: DeviceDirectory,
    private readonly log: Logger,
  ) {}

  start(): void {
    void this.watch();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.events?.return();
  }

  private async watch(): Promise<void> {
    while (!this.isStopped) {
      const events = this.feed.follow(deviceChanged, {
        tenantId: everyTenant,
        where: ({ payload }) => payload.change !== "STATUS",
      });
      this.events = events;
      this.directory.forgetAll();
      try {
        for await (const { payload } of events) this.directory.forget(payload.deviceId);
        return;
      } catch (err) {
        this.log.warn({ err }, "changes of devices were missed; all are read anew");
      }
    }
  }
}
