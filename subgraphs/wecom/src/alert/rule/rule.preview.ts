import { Prisma } from "@wegraph/db-wecom/client";
import type { Principal } from "@wegraph/kit/principal";
import { withinReachSql } from "../../account/account.scope.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { severityAt } from "../alert.decision.ts";
import { alertKindTable } from "../alert.kinds.ts";
import { collectors } from "../facts/collectors.ts";
import type { PreviewAccountAlertRuleInput } from "./rule.input.ts";
import type { AccountAlertPreview } from "./rule.model.ts";

const matchesMax = 50;

interface Match {
  /** Null for the one row there is when no account matches. */
  accountId: string | null;
  accountName: string;
  value: number;
  began: Date | null;
  total: number;
  measured: number;
}

/** Measures as the evaluation does, with the tenant's eyes and another rule. */
export async function readPreview(
  db: WecomDatabase,
  principal: Principal,
  {
    kind,
    accountId,
    enabled,
    threshold,
    criticalAt,
    durationSeconds,
    severity,
  }: PreviewAccountAlertRuleInput,
  now: Date,
): Promise<AccountAlertPreview> {
  const { bad } = alertKindTable[kind];
  const isAbove = bad === "ABOVE";
  const isOver = isAbove
    ? Prisma.sql`m.value >= ${threshold}::float8`
    : Prisma.sql`m.value <= ${threshold}::float8`;
  const ofAccount = accountId ? Prisma.sql`AND a.id = ${accountId}::uuid` : Prisma.empty;
  const rows = await db.tenant.$queryRaw<Match[]>`
    WITH measured AS (
      SELECT m.account_id, a.name, m.value, m.began FROM (${collectors[kind].measure(now)}) AS m
      JOIN wework_accounts a ON a.id = m.account_id
      WHERE a.deleted_at IS NULL ${ofAccount} AND ${withinReachSql(principal, "alert-rule:manage")})
    SELECT m.account_id AS "accountId", m.name AS "accountName", m.value, m.began, (count(m.account_id) OVER ())::int AS total, t.measured
    FROM (SELECT count(*)::int AS measured FROM measured) AS t
    LEFT JOIN measured m ON ${enabled} AND ${isOver}
    ORDER BY CASE WHEN ${isAbove} THEN -m.value ELSE m.value END, m.account_id LIMIT ${matchesMax}::int`;
  const rule = { severity, criticalAt: criticalAt ?? null };
  return {
    asOf: now,
    total: rows[0]?.total ?? 0,
    measured: rows[0]?.measured ?? 0,
    matches: rows.flatMap(({ accountId: id, accountName, value, began }) =>
      id === null
        ? []
        : {
            accountId: id,
            accountName,
            value,
            severity: severityAt(value, rule, bad),
            hasLasted: hasLasted(began, now, durationSeconds),
          },
    ),
  };
}

function hasLasted(began: Date | null, now: Date, seconds: number): boolean {
  return seconds === 0 || (began !== null && now.getTime() - began.getTime() >= seconds * 1_000);
}
