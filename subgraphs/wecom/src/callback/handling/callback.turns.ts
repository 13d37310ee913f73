import { v7 } from "uuid";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { WaitingCorp } from "../callback.queue.ts";

const purpose = "callback-worker";

/** Whose turn it is to handle a corporation's callbacks. A turn that is not prolonged ends, so a dead process blocks nobody for long. */
export class CallbackTurns {
  constructor(
    private readonly db: WecomDatabase,
    private readonly turnMs: number,
  ) {}

  /** A token, or null while somebody else has the turn. */
  async take({ corpId, tenantId }: WaitingCorp): Promise<string | null> {
    const token = v7();
    const taken = await this.db.system(purpose).$executeRaw`
      INSERT INTO wegraph_callback_turns AS t (corp_id, tenant_id, token, until)
      VALUES (${corpId}::uuid, ${tenantId}::uuid, ${token}::uuid, now() + ${this.turnMs}::float8 * interval '1 millisecond')
      ON CONFLICT (corp_id) DO UPDATE SET token = excluded.token, until = excluded.until WHERE t.until <= now()`;
    return taken === 1 ? token : null;
  }

  /** Whether it still is this token's turn. */
  async prolong(corpId: string, token: string): Promise<boolean> {
    const prolonged = await this.db.system(purpose).$executeRaw`
      UPDATE wegraph_callback_turns SET until = now() + ${this.turnMs}::float8 * interval '1 millisecond'
      WHERE corp_id = ${corpId}::uuid AND token = ${token}::uuid`;
    return prolonged === 1;
  }

  async release(corpId: string, token: string): Promise<void> {
    await this.db.system(purpose).$executeRaw`
      UPDATE wegraph_callback_turns SET until = now() WHERE corp_id = ${corpId}::uuid AND token = ${token}::uuid`;
  }
}
