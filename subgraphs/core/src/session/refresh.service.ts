import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import type { Origin } from "@wegraph/kit/outbox";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import type { TenantRow } from "../tenant/tenantRow.ts";
import { userColumns } from "../user/userRow.ts";
import { tenantToEnter } from "./membership.ts";
import { decideRefresh } from "./refresh.rules.ts";
import type { RefreshTokens } from "./refreshTokens.ts";
import { endSessions } from "./sessionStore.ts";
import type { SignedIn, Tokens } from "./tokens.ts";

const purpose = "refresh-session";

/** Losing the race for a generation is followed by finding it spent just now; twice would be somebody's bug. */
const triesMax = 5;

export class RefreshService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly refreshTokens: RefreshTokens,
    private readonly tokens: Tokens,
    private readonly clock: () => Date,
  ) {}

  async refresh(
    context: RequestContext,
    input: { refreshToken: string; tenantId?: string | null | undefined },
  ): Promise<SignedIn> {
    const presented = this.refreshTokens.read(input.refreshToken);
    if (!presented) throw refreshRefused();
    for (let tries = 0; tries < triesMax; tries += 1) {
      const session = await this.load(presented.sessionId);
      if (!session || session.user.status !== "ACTIVE") throw refreshRefused();
      const decision = decideRefresh(session, presented.generation, this.clock());
      if (decision === "REFUSE") throw refreshRefused();
      if (decision === "END") throw await this.endForReuse(context, session);

      // Before the token is spent: a tenant that cannot be entered must not cost the session.
      const tenant = await tenantToEnter(this.db.system(purpose), session.user.id, {
        asked: input.tenantId,
        last: session.lastTenantId,
      });
      const generation = decision === "REPEAT" ? session.generation : session.generation + 1;
      if (decision === "ROTATE" && !(await this.rotate(session.id, session.generation))) continue;
      await this.rememberTenant(session, tenant);
      return this.tokens.issue({ ...session, generation }, session.user, tenant);
    }
    throw new AppError("UNAVAILABLE", "REFRESH_BUSY", "The session is being refreshed elsewhere. Try again.");
  }

  private load(id: string) {
    return this.db.system(purpose).session.findUnique({
      where: { id },
      select: {
        id: true,
        generation: true,
        rotatedAt: true,
        expiresAt: true,
        endedAt: true,
        lastTenantId: true,
        tenantIds: true,
        user: { select: userColumns },
      },
    });
  }

  /** Whether this call was the one that made the next generation. */
  private async rotate(id: string, generation: number): Promise<boolean> {
    const now = this.clock();
    const { count } = await this.db.system(purpose).session.updateMany({
      where: { id, generation, endedAt: null },
      data: { generation: generation + 1, rotatedAt: now, lastSeenAt: now },
    });
    return count === 1;
  }

  private async rememberTenant(
    session: { id: string; tenantIds: string[]; lastTenantId: string },
    { id }: TenantRow,
  ): Promise<void> {
    if (session.lastTenantId === id && session.tenantIds.includes(id)) return;
    await enterTenant(this.db, session.id, id);
  }

  private async endForReuse(
    context: RequestContext,
    session: { id: string; lastTenantId: string; user: { id: string; displayName: string } },
  ): Promise<AppError> {
    const { id: userId, displayName } = session.user;
    const { address } = context.principal;
    const origin: Origin = {
      tenantId: session.lastTenantId,
      correlationId: context.correlationId,
      actor: { kind: "USER", id: userId, name: displayName, address },
    };
    await this.db.system(purpose).$transaction(async (tx) => {
      const [ended] = await endSessions(tx, origin, { id: session.id }, "REFRESH_REUSE", this.clock());
      if (!ended) return; // another replay came first
      await audit(tx, domain, origin, {
        action: "session.refresh-reused",
        resourceType: "session",
        resourceId: session.id,
        changes: [{ field: "endReason", before: null, after: "REFRESH_REUSE" }],
      });
    });
    context.log.warn({ sessionId: session.id, userId, address }, "spent refresh token replayed");
    const message = "This session was used from two places at once and has been ended. Sign in again.";
    return new AppError("UNAUTHENTICATED", "REFRESH_REUSE", message);
  }
}

/** Remembers that the session is used in a tenant, whose administrators may see and end it from now on. */
export async function enterTenant(db: CoreDatabase, sessionId: string, tenantId: string): Promise<void> {
  await db.system("enter-tenant").$executeRaw`
    UPDATE saas_user_sessions SET
      last_tenant_id = ${tenantId}::uuid,
      tenant_ids = CASE WHEN ${tenantId}::uuid = ANY (tenant_ids) THEN tenant_ids ELSE tenant_ids || ${tenantId}::uuid END
    WHERE id = ${sessionId}::uuid`;
}

function refreshRefused(): AppError {
  return new AppError("UNAUTHENTICATED", "REFRESH_REFUSED", "The session is over. Sign in again.");
}
