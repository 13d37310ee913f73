import { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import type { Principal } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../../wecom.database.ts";
import { messageTypes } from "../message.enums.ts";
import type { MessageType } from "../message.enums.ts";
import type { MessageReach } from "../message.reach.ts";
import { messageErrorOf } from "../message.reader.ts";
import type { MessageFunnel, MessageStatistics } from "./stats.model.ts";
import { noSums, summed, sumsOf } from "./stats.sql.ts";
import type { SumsRow } from "./stats.sql.ts";

/** A row of one of the groupings that are asked for together; what it is not grouped by is null. */
interface GroupRow extends SumsRow {
  hour: Date | null;
  accountId: string | null;
  type: string | null;
}

export interface StatsWish {
  from: Date;
  to: Date;
  accountIds?: readonly string[] | null | undefined;
  types?: readonly MessageType[] | null | undefined;
}

const accountsMax = 200;
const failuresMax = 100;
const hourMs = 3_600_000;

/** Reads the sums that are kept by the hour; never the messages themselves. The database adds them up. */
export class MessageStatsReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: MessageReach,
    private readonly clock: () => Date,
  ) {}

  async statistics({ principal }: RequestContext, wish: StatsWish): Promise<MessageStatistics> {
    const asOf = this.clock();
    const where = await this.condition(principal, wish);
    const [rows, failures] = await Promise.all([
      this.db.tenant.$queryRaw<GroupRow[]>`
        SELECT hour, account_id AS "accountId", type, ${summed} FROM wegraph_message_stats WHERE ${where}
        GROUP BY GROUPING SETS ((hour), (account_id), (type), ())`,
      this.db.tenant.$queryRaw<{ code: string; count: number }[]>`
        SELECT reason AS code, sum(count)::int AS count FROM wegraph_message_failure_stats WHERE ${where}
        GROUP BY reason ORDER BY count DESC, reason LIMIT ${failuresMax}::int`,
    ]);
    return {
      asOf,
      total: sumsOf(rows.find(isTotal) ?? noSums),
      hours: rows
        .flatMap((row) => (row.hour ? [{ hour: row.hour, ...sumsOf(row) }] : []))
        .toSorted((a, b) => a.hour.getTime() - b.hour.getTime()),
      accounts: rows
        .flatMap((row) => (row.accountId ? [{ accountId: row.accountId, ...sumsOf(row) }] : []))
        .toSorted((a, b) => b.sent + b.failed - a.sent - a.failed || (a.accountId < b.accountId ? -1 : 1))
        .slice(0, accountsMax),
      types: rows
        .flatMap((row) => (row.type ? [{ type: oneOf(messageTypes, row.type), ...sumsOf(row) }] : []))
        .toSorted((a, b) => messageTypes.indexOf(a.type) - messageTypes.indexOf(b.type)),
      failures: failures.map((row) => ({ ...row, error: messageErrorOf(row.code) })),
    };
  }

  async funnel({ principal }: RequestContext, wish: StatsWish): Promise<MessageFunnel> {
    const asOf = this.clock();
    const [row] = await this.db.tenant.$queryRaw<SumsRow[]>`
      SELECT ${summed} FROM wegraph_message_stats WHERE ${await this.condition(principal, wish)}`;
    return { ...(row ?? noSums), asOf };
  }

  private async condition(principal: Principal, { from, to, accountIds, types }: StatsWish) {
    const mine = await this.reach.accountCondition(principal, "message:read");
    const since = new Date(Math.floor(from.getTime() / hourMs) * hourMs);
    return Prisma.join(
      [
        // Row-level security narrows to the tenant as well; said here, it is a place in the index to begin at.
        Prisma.sql`tenant_id = ${principal.tenantId}::uuid`,
        Prisma.sql`hour >= ${since}::timestamptz AND hour < ${to}::timestamptz`,
        ...(mine ? [Prisma.sql`account_id = ANY (${mine}::uuid[])`] : []),
        ...(accountIds ? [Prisma.sql`account_id = ANY (${[...accountIds]}::uuid[])`] : []),
        ...(types ? [Prisma.sql`type = ANY (${[...types]}::text[])`] : []),
      ],
      " AND ",
    );
  }
}

function isTotal({ hour, accountId, type }: GroupRow): boolean {
  return hour === null && accountId === null && type === null;
}
