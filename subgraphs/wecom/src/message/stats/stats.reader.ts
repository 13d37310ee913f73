import type { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import { oneOf } from "../../codes.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { messageTypes } from "../message.enums.ts";
import type { MessageReach } from "../message.reach.ts";
import { groupedBy } from "../sending/settled.ts";
import { addedUp, quantile } from "./latency.rules.ts";
import type { MessageStatistics, MessageStatisticsInput, MessageSums } from "./stats.model.ts";

type StatRow = Prisma.MessageStatGetPayload<object>;

const accountsMax = 200;
const hourMs = 3_600_000;

/** Reads the sums that are kept by the hour; never the messages themselves. */
export class MessageStatsReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: MessageReach,
  ) {}

  async statistics({ principal }: RequestContext, input: MessageStatisticsInput): Promise<MessageStatistics> {
    const { from, to, accountIds, types } = input;
    const mine = await this.reach.accountTest(principal, "message:read");
    const where = {
      hour: { gte: new Date(Math.floor(from.getTime() / hourMs) * hourMs), lt: to },
      ...(accountIds && { accountId: { in: accountIds } }),
      ...(types && { type: { in: types } }),
    };
    const { messageStat, messageFailureStat } = this.db.tenant;
    const [all, failures] = await Promise.all([
      messageStat.findMany({ where }),
      messageFailureStat.findMany({ where }),
    ]);
    const rows = all.filter(({ accountId }) => mine(accountId));
    return {
      total: sumsOf(rows),
      hours: groupedBy(rows, ({ hour }) => hour.toISOString()).map(([hour, group]) => ({
        hour: new Date(hour),
        ...sumsOf(group),
      })),
      accounts: groupedBy(rows, ({ accountId }) => accountId)
        .map(([accountId, group]) => ({ accountId, ...sumsOf(group) }))
        .toSorted((a, b) => b.sent + b.failed - a.sent - a.failed)
        .slice(0, accountsMax),
      types: groupedBy(rows, ({ type }) => type).map(([type, group]) => ({
        type: oneOf(messageTypes, type),
        ...sumsOf(group),
      })),
      failures: groupedBy(
        failures.filter(({ accountId }) => mine(accountId)),
        ({ reason }) => reason,
      )
        .map(([code, group]) => ({ code, count: group.reduce((sum, { count }) => sum + count, 0) }))
        .toSorted((a, b) => b.count - a.count),
    };
  }
}

function sumsOf(rows: readonly StatRow[]): Pick<MessageSums, keyof MessageSums> {
  const sum = (read: (row: StatRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  const [sent, failed] = [sum((row) => row.sent), sum((row) => row.failed)];
  const latency = addedUp(rows.map((row) => row.latency));
  return {
    sent,
    failed,
    delivered: sum((row) => row.delivered),
    read: sum((row) => row.read),
    successRate: sent + failed === 0 ? null : sent / (sent + failed),
    p50Ms: quantile(latency, 0.5),
    p95Ms: quantile(latency, 0.95),
  };
}
