import type { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { WecomDatabase } from "../wecom.database.ts";
import { filterCondition } from "./account.filter.ts";
import type { AccountFilterValues } from "./account.filter.ts";
import type { AccountOrder } from "./account.input.ts";
import type { Account, AccountLogin } from "./account.model.ts";
import { withinReach } from "./account.scope.ts";
import type { LoginVault } from "./account.vault.ts";
import { accountInclude, viewOf } from "./account.view.ts";

const right = "account:read";

const orderColumns: Record<
  Exclude<AccountOrder["by"], "LAST_HEARTBEAT_AT">,
  Pick<OrderColumn, "field" | "kind">
> = {
  NAME: { field: "name", kind: "string" },
  STATUS: { field: "status", kind: "string" },
  HEALTH_SCORE: { field: "healthScore", kind: "number" },
  STATUS_SINCE: { field: "statusSince", kind: "date" },
  CREATED_AT: { field: "createdAt", kind: "date" },
};

/** Reads accounts for people: whatever is asked, only what the caller's rights reach. */
export class AccountReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: LoginVault,
  ) {}

  async page(
    { principal }: RequestContext,
    filter: AccountFilterValues,
    order: AccountOrder | null,
    args: PageArgs,
  ): Promise<Page<Account>> {
    const condition = await filterCondition(this.db, principal, right, filter);
    const direction = order?.direction === "DESC" ? "desc" : "asc";
    const by = order?.by ?? "NAME";
    if (by === "LAST_HEARTBEAT_AT") return this.byHeartbeat(condition, direction, args);
    return keysetPage(
      args,
      [
        { ...orderColumns[by], direction },
        { field: "id", kind: "uuid", direction },
      ],
      async ({ where, ...query }) => {
        const page = { where: { AND: [condition, where] }, ...query, include: accountInclude };
        return (await this.db.tenant.account.findMany(page)).map(viewOf);
      },
      () => this.db.tenant.account.count({ where: condition }),
    );
  }

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<Account | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change, past what the request has read before. */
  fresh(context: RequestContext, id: string): Promise<Account | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  /** Null unless a log-in is under way and has got its code. */
  async login({ principal }: RequestContext, account: Account): Promise<AccountLogin | null> {
    const row = await this.db.tenant.accountLogin.findFirst({
      where: { accountId: account.id, account: withinReach(principal, "account:login") },
    });
    if (!row?.expiresAt) return null;
    // A log-in that was taken over while a verification code was awaited has no QR code any more.
    const qr = row.qrSealed === null ? null : this.vault.openQr(account.id, row.qrSealed);
    const { expiresAt, verificationRequired, attemptsLeft: verificationAttemptsLeft, scannedBy } = row;
    return {
      expiresAt,
      verificationRequired,
      verificationAttemptsLeft,
      scannedBy,
      qrImage: qr ? `data:image/png;base64,${qr.image}` : "",
      qrContent: qr?.content ?? "",
      token: qr?.token ?? "",
    };
  }

  /** Heartbeats stand in the drives' table: in their order the drives lead, or their index would lie idle. */
  private async byHeartbeat(
    condition: Prisma.AccountWhereInput,
    direction: "asc" | "desc",
    args: PageArgs,
  ): Promise<Page<Account>> {
    const page = await keysetPage(
      args,
      [
        { field: "lastHeartbeatAt", kind: "date", nullable: true, direction },
        { field: "accountId", kind: "uuid", direction },
      ],
      ({ where, ...query }) =>
        this.db.tenant.accountDrive.findMany({
          where: { AND: [{ account: condition }, where] },
          ...query,
          select: { accountId: true, lastHeartbeatAt: true, heartbeatLatencyMs: true, account: true },
        }),
      () => this.db.tenant.account.count({ where: condition }),
    );
    return mapPage(page, ({ account, ...drive }) => viewOf({ ...account, drive }));
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const rows = await this.db.tenant.account.findMany({
      where: { id: { in: [...ids] }, deletedAt: null, ...withinReach(principal, right) },
      include: accountInclude,
    });
    return inOrder(ids, rows.map(viewOf));
  };
}
