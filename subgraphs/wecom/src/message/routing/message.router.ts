import { AppError, notFound } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";
import { withinReach } from "../../account/account.scope.ts";
import { refusal } from "@wegraph/kit/principal";
import { reaches } from "@wegraph/kit/reach";
import type { WecomDatabase } from "../../wecom.database.ts";
import { dayName, dayStart } from "../acceptance/plan.rules.ts";
import { limitIn } from "../limits/limits.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import { assign } from "./routing.rules.ts";
import type { Candidate } from "./routing.rules.ts";

const right = "message:send";
/** More accounts than this are not weighed against each other: the healthiest are. */
const candidatesMax = 100;

export interface Route {
  accountId: string;
  isRouted: boolean;
  /** Messages to members a day. */
  quotaPerDay: number;
}

/** Routes, with what spoke for them. */
export interface Consideration {
  routes: Route[];
  /** The accounts there were to choose from; the one that was named. */
  candidates: Candidate[];
  /** Who wrote last to a recipient. */
  last: ReadonlyMap<string, string>;
}

interface Wish {
  accountId?: string | null | undefined;
  corpId?: string | null | undefined;
}

/** Finds the account each recipient is written to from. */
export class MessageRouter {
  constructor(
    private readonly db: WecomDatabase,
    private readonly limits: ProviderLimits,
    private readonly clock: () => Date,
  ) {}

  /** By recipient, in their order. */
  async routes(principal: Principal, wish: Wish, recipients: readonly string[]): Promise<Route[]> {
    if (wish.accountId) {
      const { route } = await this.named(principal, wish.accountId);
      return recipients.map(() => route);
    }
    return (await this.consider(principal, wish, recipients)).routes;
  }

  async consider(principal: Principal, wish: Wish, recipients: readonly string[]): Promise<Consideration> {
    if (wish.accountId) {
      const { route, healthScore } = await this.named(principal, wish.accountId);
      const { accountId, quotaPerDay } = route;
      const usage = await this.usage([accountId]);
      const candidates = [candidateOf({ id: accountId, healthScore, quotaPerDay }, usage)];
      return { routes: recipients.map(() => route), candidates, last: new Map() };
    }
    const candidates = await this.candidates(principal, wish.corpId ?? null);
    const last = await this.lastAccounts([...new Set(recipients)]);
    const quotaOf = new Map(candidates.map(({ id, quotaPerDay }) => [id, quotaPerDay]));
    const routes = assign(recipients, candidates, last).map((accountId) => ({
      accountId,
      isRouted: true,
      quotaPerDay: quotaOf.get(accountId) ?? 0,
    }));
    return { routes, candidates, last };
  }

  private async named(principal: Principal, id: string): Promise<{ route: Route; healthScore: number }> {
    const account = await this.db.tenant.account.findFirst({
      where: { id, deletedAt: null },
      include: { app: true },
    });
    if (!account || !reaches(principal, "account:read", account)) throw notFound("account", id);
    if (!reaches(principal, right, account)) throw refusal(principal, [right]);
    if (!account.app)
      throw new AppError("CONFLICT", "ACCOUNT_CANNOT_SEND", "This account has no application to send with.", {
        id,
      });
    const quotaPerDay = await this.quotaPerDay(account.app.memberLimit);
    return { route: { accountId: id, isRouted: false, quotaPerDay }, healthScore: account.healthScore };
  }

  private async candidates(principal: Principal, corpId: string | null): Promise<Candidate[]> {
    const rows = await this.db.tenant.account.findMany({
      where: {
        AND: [
          {
            deletedAt: null,
            status: "ONLINE",
            app: { isNot: null },
            sendingPause: { is: null },
            ...(corpId && { corpId }),
          },
          withinReach(principal, right),
        ],
      },
      select: { id: true, corpId: true, healthScore: true, app: { select: { memberLimit: true } } },
      orderBy: [{ healthScore: "desc" }, { id: "asc" }],
      take: candidatesMax,
    });
    if (rows.length === 0)
      throw new AppError("CONFLICT", "ACCOUNT_UNAVAILABLE", "No account that can send is online.");
    if (new Set(rows.map((row) => row.corpId)).size > 1)
      throw new AppError(
        "CONFLICT",
        "CORP_AMBIGUOUS",
        "Say which corporation's members are meant: corpId or accountId.",
      );
    const usage = await this.usage(rows.map(({ id }) => id));
    return Promise.all(
      rows.map(async ({ id, healthScore, app }) => {
        const quotaPerDay = await this.quotaPerDay(app?.memberLimit ?? 0);
        return candidateOf({ id, healthScore, quotaPerDay }, usage);
      }),
    );
  }

  private async quotaPerDay(memberLimit: number): Promise<number> {
    return limitIn(await this.limits.inForce(), "app_day").amount * memberLimit;
  }

  /** What each account has promised for today, and what of it is over. */
  private async usage(ids: readonly string[]): Promise<Map<string, { promised: number; over: number }>> {
    const now = this.clock();
    const rows = await this.db.tenant.$queryRaw<{ id: string; promised: number; over: number }[]>`
      SELECT a.id, coalesce(u.promised, 0) AS promised, coalesce((
          SELECT sum(s.sent + s.failed) FROM wegraph_message_stats s
          WHERE s.account_id = a.id AND s.hour >= ${dayStart(now, 0)}::timestamptz), 0)::int AS over
      FROM unnest(${[...ids]}::uuid[]) AS a (id)
      LEFT JOIN wegraph_message_usage u ON u.account_id = a.id AND u.day = ${dayName(now, 0)}::date`;
    return new Map(rows.map(({ id, promised, over }) => [id, { promised, over }]));
  }

  /** Who wrote last to each recipient, within three months. */
  private async lastAccounts(recipients: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.tenant.$queryRaw<{ recipient: string; accountId: string }[]>`
      SELECT r.recipient, l.account_id AS "accountId"
      FROM unnest(${[...recipients]}::text[]) AS r (recipient), LATERAL (
        SELECT m.account_id FROM wework_message_records m
        WHERE m.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND m.recipient = r.recipient
          AND m.created_at > now() - interval '90 days'
        ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS l`;
    return new Map(rows.map(({ recipient, accountId }) => [recipient, accountId]));
  }
}

function candidateOf(
  account: { id: string; healthScore: number; quotaPerDay: number },
  usage: ReadonlyMap<string, { promised: number; over: number }>,
): Candidate {
  const { promised = 0, over = 0 } = usage.get(account.id) ?? {};
  return { ...account, quotaLeft: account.quotaPerDay - promised, load: Math.max(0, promised - over) };
}
