import { z } from "zod";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent } from "@wegraph/kit/events";
import { everyTenant } from "@wegraph/kit/feed";
import type { Logger } from "@wegraph/kit/log";
import type { StatisticRemakes } from "../statistic/statistic.remakes.ts";
import type { TenantZones } from "./tenantZones.ts";

const zoneChanged = defineEvent("core.tenant.time-zone-changed.v1", z.object({ tenantId: z.string() }));

/** Follows core: a tenant whose days begin at another moment is read anew by every process, and summed up again by one. */
export class ZoneWatch {
  private events: { return(): Promise<unknown> } | undefined;
  private listener: { stop(): Promise<void> } | undefined;
  private isStopped = false;

  constructor(
    private readonly bus: Bus,
    private readonly zones: TenantZones,
    private readonly remakes: StatisticRemakes,
    private readonly log: Logger,
  ) {}

  async start(): Promise<void> {
    void this.watch();
    this.listener = await this.bus.listen({
      durable: "health-tenant-zone",
      filter: `evt.*.${zoneChanged.subject}`,
      event: zoneChanged,
      handle: ({ payload: { tenantId } }) => this.remakes.ask(tenantId),
    });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.events?.return();
    await this.listener?.stop();
  }

  private async watch(): Promise<void> {
    while (!this.isStopped) {
      const events = this.bus.feed.follow(zoneChanged, { tenantId: everyTenant });
      this.events = events;
      this.zones.forgetAll();
      try {
        for await (const { payload } of events) this.zones.forget(payload.tenantId);
        return;
      } catch (err) {
        this.log.warn({ err }, "changes of time zones were missed; all are read anew");
      }
    }
  }
}
