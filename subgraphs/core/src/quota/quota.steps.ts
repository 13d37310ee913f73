import { audit } from "@wegraph/kit/audit";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { QuotaTake } from "@wegraph/kit/quota";
import { domain } from "../database.ts";
import type { Tx } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import { dimensionFacts } from "./quota.dimensions.ts";
import { quotaExpanded, quotaThresholdReached } from "./quota.events.ts";
import { purpose } from "./quota.purpose.ts";
import type { Counter, Decision } from "./quota.rules.ts";
import type { RuleInForce } from "./quota.ruleBook.ts";
import { expansionText, thresholdText } from "./quota.texts.ts";

interface Step {
  take: QuotaTake;
  rule: RuleInForce;
  counter: Counter;
  decision: Extract<Decision, { act: "TAKE" }>;
  now: Date;
}

/** What a decision does: it is counted, and told and recorded in the same transaction. */
export class QuotaSteps {
  constructor(private readonly notices: Notices) {}

  /** Notes the key; false if it has taken before. The rules are those of the database's own function. */
  async enter(
    tx: Tx,
    { tenantId, dimension, key, amount }: QuotaTake,
    { windowStart }: RuleInForce,
    now: Date,
  ): Promise<boolean> {
    const isStock = dimensionFacts[dimension].window === "LEVEL";
    const entered = await tx.$executeRaw`
      INSERT INTO wegraph_quota_takes AS l (tenant_id, dimension, key, amount, window_start, at)
      VALUES (${tenantId}::uuid, ${dimension}, ${key}, ${amount}::bigint, ${windowStart}::timestamptz, ${now}::timestamptz)
      ON CONFLICT (tenant_id, dimension, key) DO UPDATE SET amount = excluded.amount, returned = 0, window_start = excluded.window_start, at = excluded.at
      WHERE ${isStock} AND l.returned = l.amount AND (l.amount > 0 OR l.at < excluded.at - interval '1 hour')`;
    return entered === 1;
  }

  async apply(tx: Tx, { take, rule, counter, decision, now }: Step): Promise<void> {
    const { tenantId, dimension, amount } = take;
    const { expandBy, reachesThreshold } = decision;
    await tx.$executeRaw`
      UPDATE saas_quota_usage_realtime u SET used = used + ${amount}::bigint, expanded = expanded + ${expandBy}::bigint,
        included = ${rule.limit}::bigint, is_billed = ${rule.policy !== "BLOCK"}, updated_at = ${now}::timestamptz,
        peak = CASE WHEN peak_since = ${rule.dayStart}::timestamptz THEN greatest(peak, used + ${amount}::bigint) ELSE used + ${amount}::bigint END,
        peak_since = ${rule.dayStart}::timestamptz,
        threshold_told_at = CASE WHEN ${reachesThreshold} THEN ${now}::timestamptz ELSE threshold_told_at END
      WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND window_start = ${rule.windowStart}::timestamptz`;
    if (rule.limit === null) return;
    const used = counter.used + amount;
    if (reachesThreshold) await this.tellThreshold(tx, tenantId, { ...rule, limit: rule.limit }, used, now);
    if (expandBy > 0)
      await this.tellExpansion(tx, tenantId, { ...rule, limit: rule.limit }, counter.expanded, expandBy);
  }

  private async tellThreshold(
    tx: Tx,
    tenantId: string,
    { dimension, limit, thresholdPercent, resetsAt, windowStart }: RuleInForce & { limit: number },
    used: number,
    now: Date,
  ): Promise<void> {
    await announce(tx, systemOrigin(purpose, tenantId), quotaThresholdReached, {
      dimension,
      used,
      limit,
      thresholdPercent,
      resetsAt: resetsAt?.toISOString() ?? null,
    });
    // A stock can run low again after it was made room in: that is another notice.
    const window = resetsAt ? windowStart : now;
    await this.notices.post(tx, {
      tenantId,
      kind: "quota-threshold",
      severity: "WARNING",
      ...thresholdText({ dimension, used, limit }, thresholdPercent),
      path: "/quotas",
      subject: { type: "quota", id: dimension },
      audience: { permission: "quota:read" },
      channels: "BY_SEVERITY",
      dedupeKey: `quota-threshold:${dimension}:${window.toISOString()}`,
    });
  }

  private async tellExpansion(
    tx: Tx,
    tenantId: string,
    rule: RuleInForce & { limit: number },
    expanded: number,
    expandBy: number,
  ): Promise<void> {
    const { dimension, limit, ceiling, windowStart } = rule;
    const [from, to] = [limit + expanded, limit + expanded + expandBy];
    const origin = systemOrigin(purpose, tenantId);
    await announce(tx, origin, quotaExpanded, { dimension, from, to, ceiling: ceiling ?? to });
    await audit(tx, domain, origin, {
      action: "quota.expanded",
      resourceType: "quota",
      resourceId: dimension,
      changes: [{ field: "limit", before: from, after: to }],
    });
    await this.notices.post(tx, {
      tenantId,
      kind: "quota-threshold",
      severity: "WARNING",
      ...expansionText({ dimension, used: 0, limit: from }, to),
      path: "/quotas",
      subject: { type: "quota", id: dimension },
      audience: { permission: "quota:read" },
      channels: "BY_SEVERITY",
      dedupeKey: `quota-expanded:${dimension}:${windowStart.toISOString()}:${to}`,
    });
  }
}
