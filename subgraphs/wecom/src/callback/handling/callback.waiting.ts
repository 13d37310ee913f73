import type { WecomDatabase } from "../../wecom.database.ts";
import type { CallbackKind } from "../callback.kinds.ts";
import type { WaitingCorp } from "../callback.queue.ts";

const purpose = "callback-worker";
/** As many as one set of handlers and one event of their ends take. */
const batchSize = 200;
const corpsMax = 500;

/** What a worker has to know of a callback. */
export interface WaitingCallback {
  id: string;
  receivedAt: Date;
  tenantId: string;
  corpId: string;
  accountId: string;
  agentId: number | null;
  kind: CallbackKind;
  name: string;
  sentAt: Date;
  attempts: number;
  bodySealed: string;
}

/** Reads what is to be handled. */
export class WaitingCallbacks {
  constructor(private readonly db: WecomDatabase) {}

  /** A corporation's next ones in order of receipt: those never tried, and those whose time has come again. */
  next({ corpId }: WaitingCorp): Promise<WaitingCallback[]> {
    return this.db.system(purpose).$queryRaw<WaitingCallback[]>`
      SELECT id, received_at AS "receivedAt", tenant_id AS "tenantId", corp_id AS "corpId", account_id AS "accountId",
        agent_id AS "agentId", kind, name, sent_at AS "sentAt", attempts, body_sealed AS "bodySealed"
      FROM wework_callback_logs
      WHERE corp_id = ${corpId}::uuid AND due_at IS NOT NULL AND (attempts = 0 OR due_at <= now()) ORDER BY id LIMIT ${batchSize}::int`;
  }

  async hasNext({ corpId }: WaitingCorp): Promise<boolean> {
    const rows = await this.db.system(purpose).$queryRaw<object[]>`
      SELECT 1 FROM wework_callback_logs
      WHERE corp_id = ${corpId}::uuid AND due_at IS NOT NULL AND (attempts = 0 OR due_at <= now()) LIMIT 1`;
    return rows.length > 0;
  }

  /** Corporations whose callbacks no job has led to: put off, left by a dead process, or lost by the queue. */
  overdue(): Promise<WaitingCorp[]> {
    return this.db.system(purpose).$queryRaw<WaitingCorp[]>`
      SELECT DISTINCT tenant_id AS "tenantId", corp_id AS "corpId" FROM (
        SELECT tenant_id, corp_id FROM wework_callback_logs WHERE due_at <= now() ORDER BY due_at LIMIT 5000) due
      LIMIT ${corpsMax}::int`;
  }
}
