import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import { lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { logDevices } from "../device/device.logs.ts";

const purpose = "device-refusals";
const everyMs = 10_000;

interface Refused {
  tenantId: string;
  deviceId: string;
  reason: string;
  count: number;
  since: Date;
}

/** Counts what is turned away, and writes one entry for a device and reason every ten seconds, however many there were. */
export class Refusals {
  private counts = new Map<string, Refused>();
  private readonly repeating;

  constructor(
    private readonly db: HealthDatabase,
    private readonly clock: () => Date,
    log: Logger,
  ) {
    this.repeating = new Repeating({
      work: () => this.flush(),
      everyMs,
      complaint: "refusals of devices not written",
      log,
    });
  }

  start(): void {
    this.repeating.start();
  }

  async stop(): Promise<void> {
    await this.repeating.stop();
    await this.flush();
  }

  add({ tenantId, deviceId }: { tenantId: string; deviceId: string }, reason: string, count = 1): void {
    const key = `${deviceId} ${reason}`;
    const known = this.counts.get(key);
    if (known) known.count += count;
    else this.counts.set(key, { tenantId, deviceId, reason, count, since: this.clock() });
  }

  async flush(): Promise<void> {
    if (this.counts.size === 0) return;
    const counted = [...this.counts.values()];
    this.counts = new Map();
    const at = this.clock();
    await this.db.system(purpose).$transaction(
      (tx) =>
        logDevices(
          tx,
          counted.map(({ tenantId, deviceId, reason, count, since }) => ({
            tenantId,
            deviceId,
            at,
            kind: "REFUSED",
            detail: { reason, count, since: since.toISOString() },
          })),
        ),
      lenient,
    );
  }
}
