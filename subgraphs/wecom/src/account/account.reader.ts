import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
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

const orderColumns: Record<AccountOrder["by"], Pick<OrderColumn, "field" | "kind" | "nullable">> = {
  NAME: { field: "name", kind: "string" },
  STATUS: { field: "status", kind: "string" },
  HEALTH_SCORE: { field: "healthScore", kind: "number" },
  STATUS_SINCE: { field: "statusSince", kind: "date" },
  CREATED_AT: { field: "createdAt", kind: "date" },
  LAST_HEARTBEAT_AT: { field: "lastHeartbeatAt", kind: "date", nullable: true },
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
    const columns: OrderColumn[] = [
      { ...orderColumns[order?.by ?? "NAME"], direction },
      { field: "id", kind: "uuid", direction },
    ];
    return keysetPage(
      args,
      columns,
      async ({ where, orderBy, take }) => {
        const rows = await this.db.tenant.account.findMany({
          where: { AND: [condition, overDrive(where)] },
          orderBy: orderBy.map(overDrive),
          take,
          include: accountInclude,
        });
        return rows.map(viewOf);
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
      ...{ expiresAt, verificationRequired, verificationAttemptsLeft, scannedBy },
      qrImage: qr ? `data:image/png;base64,${qr.image}` : "",
      qrContent: qr?.content ?? "",
      token: qr?.token ?? "",
    };
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const rows = await this.db.tenant.account.findMany({
      where: { id: { in: [...ids] }, deletedAt: null, ...withinReach(principal, right) },
      include: accountInclude,
    });
    return inOrder(ids, rows.map(viewOf)) as Account[];
  };
}

/** Heartbeats stand in the drive's table; a condition or order on them goes over the relation. */
function overDrive<T extends object>(part: T): T {
  return rewritten(part) as T;
}

function rewritten(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(rewritten);
  if (part === null || typeof part !== "object" || part instanceof Date) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      key === "lastHeartbeatAt" ? ["drive", { lastHeartbeatAt: value as unknown }] : [key, rewritten(value)],
    ),
  );
}
