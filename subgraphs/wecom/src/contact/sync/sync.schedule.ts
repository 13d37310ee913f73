import { oneOf } from "@wegraph/kit/codes";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { WecomDatabase } from "../../wecom.database.ts";
import { runDue, syncStatuses } from "./sync.rules.ts";
import { automaticSync } from "./sync.settings.ts";
import type { ContactSyncService } from "./sync.service.ts";
import { syncPart } from "./sync.store.ts";

interface CorpRow {
  tenantId: string;
  corpId: string;
  accountId: string;
  onlineSince: Date;
  isRunning: boolean;
  lastStatus: string | null;
  lastCreatedAt: Date | null;
  lastFullDoneAt: Date | null;
}

const firstLookMs = 5_000;

/** Begins the runs that nobody has to think of. Any number of processes may: a corporation has one run at a time. */
export class ContactSyncSchedule {
  private readonly looking: Repeating<number>;

  constructor(
    private readonly db: WecomDatabase,
    private readonly service: ContactSyncService,
    private readonly settings: LiveSettings,
    everyMs: number,
    private readonly clock: () => Date,
    log: Logger,
  ) {
    this.looking = new Repeating({
      work: () => this.look(),
      everyMs,
      // A process that has just begun has more urgent things to do.
      firstAfterMs: Math.min(firstLookMs, everyMs),
      complaint: "schedule of contact syncs not kept",
      log,
    });
  }

  start(): void {
    this.looking.start();
  }

  stop(): Promise<void> {
    return this.looking.stop();
  }

  /** Returns how many runs were begun. */
  async look(): Promise<number> {
    const now = this.clock();
    const rows = await this.db.system(syncPart).$queryRaw<CorpRow[]>`
      SELECT a.*, last.status AS "lastStatus", last.created_at AS "lastCreatedAt", whole.at AS "lastFullDoneAt",
        EXISTS (SELECT FROM wework_contact_sync_runs r WHERE r.corp_id = a."corpId" AND r.finished_at IS NULL) AS "isRunning"
      FROM (
        SELECT DISTINCT ON (a.corp_id) a.tenant_id AS "tenantId", a.corp_id AS "corpId", a.id AS "accountId",
          max(coalesce(a.last_online_at, a.status_since)) OVER (PARTITION BY a.corp_id) AS "onlineSince"
        FROM wework_accounts a JOIN wegraph_account_apps p ON p.account_id = a.id
        WHERE a.status = 'ONLINE' AND a.deleted_at IS NULL
        ORDER BY a.corp_id, a.health_score DESC, a.id) AS a
      LEFT JOIN LATERAL (SELECT r.status, r.created_at FROM wework_contact_sync_runs r WHERE r.corp_id = a."corpId"
        ORDER BY r.created_at DESC LIMIT 1) AS last ON true
      LEFT JOIN LATERAL (SELECT max(r.created_at) AS at FROM wework_contact_sync_runs r
        WHERE r.corp_id = a."corpId" AND r.kind = 'FULL' AND r.status = 'DONE') AS whole ON true`;
    let begun = 0;
    for (const { tenantId, corpId, accountId, lastStatus, lastCreatedAt, ...facts } of rows) {
      if (!this.settings.get(automaticSync, tenantId)) continue;
      const lastRun =
        lastStatus !== null && lastCreatedAt
          ? { status: oneOf(syncStatuses, lastStatus), createdAt: lastCreatedAt }
          : null;
      const due = runDue({ ...facts, lastRun }, now);
      if (due && (await this.service.startDue({ tenantId, corpId, accountId, ...due }))) begun += 1;
    }
    return begun;
  }
}
