import { inTenant } from "@wegraph/database/scope";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { systemOrigin } from "@wegraph/kit/outbox";
import { lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { announceDevices } from "./device.announce.ts";
import { logDevices } from "./device.logs.ts";
import { offlineAfterIntervals, offlineAfterMinutes } from "./device.settings.ts";

const purpose = "device-offline-check";
/** However short the interval: a lost packet is no outage. */
const secondsMin = 120;

interface Gone {
  id: string;
  last_contact_at: Date;
}

/** Finds devices that are silent for longer than they should be. */
export class OfflineCheck {
  constructor(
    private readonly db: HealthDatabase,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /** Returns how many went off line. */
  async run(): Promise<number> {
    const tenants = await this.db.system(purpose).$queryRaw<{ tenant_id: string }[]>`
      SELECT DISTINCT tenant_id FROM health_devices WHERE connection = 'ONLINE'
        AND last_contact_at < ${new Date(this.clock().getTime() - 60_000)}::timestamptz`;
    let count = 0;
    for (const { tenant_id: tenantId } of tenants)
      count += await inTenant(tenantId, () => this.runIn(tenantId));
    return count;
  }

  private async runIn(tenantId: string): Promise<number> {
    const now = this.clock();
    const intervals = this.settings.get(offlineAfterIntervals, tenantId);
    const seconds = this.settings.get(offlineAfterMinutes, tenantId) * 60;
    return this.db.tenant.$transaction(async (tx) => {
      const gone = await tx.$queryRaw<Gone[]>`
        UPDATE health_devices d SET connection = 'OFFLINE', connection_since = ${now}::timestamptz
        FROM (SELECT id FROM health_devices WHERE connection = 'ONLINE' AND last_contact_at < ${now}::timestamptz
            - make_interval(secs => CASE WHEN interval_seconds IS NULL THEN ${seconds}::int
                ELSE greatest(${secondsMin}::int, interval_seconds * ${intervals}::int) END)
          ORDER BY id FOR UPDATE) AS silent
        WHERE d.id = silent.id RETURNING d.id, d.last_contact_at`;
      await logDevices(
        tx,
        gone.map(({ id: deviceId, last_contact_at: last }) => ({
          tenantId,
          deviceId,
          at: now,
          kind: "OFFLINE",
          detail: { lastContactAt: last.toISOString() },
        })),
      );
      const origin = systemOrigin(purpose, tenantId);
      await announceDevices(
        tx,
        gone.map(({ id: deviceId }) => ({ deviceId, change: "STATUS", origin })),
      );
      return gone.length;
    }, lenient);
  }
}
