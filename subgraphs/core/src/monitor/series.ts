import { createHash } from "node:crypto";
import { canonicalJson } from "../audit/canonicalJson.ts";
import type { MetricReader, Series, TenantSeries } from "../metric/metric.reader.ts";
import { staleAfterMs } from "./condition.rules.ts";
import type { Sample } from "./condition.rules.ts";
import type { Labels, RuleRow } from "./rule.row.ts";

export type WatchedRule = RuleRow & { isPlatform: boolean };

/** One series as a rule sees it. */
export interface RuleSeries {
  fingerprint: string;
  /** The series' own, and what tells tenants apart where a rule looks at all of them. */
  labels: Labels;
  samples: readonly Sample[];
}

/** Raw samples are kept for windows up to an hour. */
export const windowMaxMs = 60 * 60_000;

/** How far back a rule must be read: as far as nobody has looked yet, and what a change is compared with. */
export function windowStart(
  { windowSeconds }: Pick<RuleRow, "windowSeconds">,
  lookedAt: Date | null,
  now: Date,
): Date {
  const unseenMs = lookedAt ? now.getTime() - lookedAt.getTime() : 0;
  const neededMs = unseenMs + 2 * staleAfterMs + (windowSeconds ?? 0) * 1_000;
  return new Date(now.getTime() - Math.min(neededMs, windowMaxMs));
}

/** Reads series for rules, each question once however many rules ask it. */
export class SeriesSource {
  private readonly own = new Map<string, Promise<Series[]>>();
  private readonly ofTenants = new Map<string, Promise<Map<string, TenantSeries[]>>>();

  constructor(
    private readonly reader: MetricReader,
    private readonly now: Date,
    /** How many tenants have a rule with this question. */
    private readonly askers: ReadonlyMap<string, number>,
  ) {}

  async of(rule: WatchedRule, from: Date): Promise<RuleSeries[]> {
    const series = await this.read(rule, from);
    if (rule.operator !== "ABSENT")
      return series.map(({ labels, points }) => ({
        labels,
        samples: points,
        fingerprint: fingerprintOf(rule, labels),
      }));
    // Of something that is not there nobody knows the labels: it is one question, whether there is anything at all.
    const samples = series
      .flatMap(({ points }) => points)
      .toSorted((a, b) => a.at.getTime() - b.at.getTime());
    return [{ labels: rule.match, samples, fingerprint: fingerprintOf(rule, rule.match) }];
  }

  private async read(rule: WatchedRule, from: Date): Promise<{ labels: Labels; points: Sample[] }[]> {
    const { metric: name, match, tenantId } = rule;
    const question = { name, match, from, to: new Date(this.now.getTime() + 1) };
    const key = canonicalJson({ name, match, from: from.toISOString() });
    if (rule.isPlatform && rule.acrossTenants) {
      const all = await this.tenants(key, question);
      return [...all.values()]
        .flat()
        .map((each) => ({ ...each, labels: { ...each.labels, tenant: each.tenantId } }));
    }
    if (rule.isPlatform) return this.once(`platform ${key}`, { ...question, tenantId: null });
    if ((this.askers.get(questionOf(rule)) ?? 0) <= 1)
      return this.once(`${tenantId} ${key}`, { ...question, tenantId });
    return (await this.tenants(key, question)).get(tenantId) ?? [];
  }

  private once(key: string, question: Parameters<MetricReader["window"]>[0]): Promise<Series[]> {
    const known = this.own.get(key) ?? this.reader.window(question);
    this.own.set(key, known);
    return known;
  }

  private tenants(
    key: string,
    question: Parameters<MetricReader["windowOfTenants"]>[0],
  ): Promise<Map<string, TenantSeries[]>> {
    const known = this.ofTenants.get(key) ?? this.reader.windowOfTenants(question).then(byTenant);
    this.ofTenants.set(key, known);
    return known;
  }
}

export function questionOf({ metric, match }: Pick<RuleRow, "metric" | "match">): string {
  return canonicalJson({ metric, match });
}

function fingerprintOf({ id }: Pick<RuleRow, "id">, labels: Labels): string {
  return createHash("sha256")
    .update(canonicalJson({ rule: id, labels }))
    .digest("hex")
    .slice(0, 32);
}

function byTenant(series: readonly TenantSeries[]): Map<string, TenantSeries[]> {
  const grouped = new Map<string, TenantSeries[]>();
  for (const each of series) {
    const known = grouped.get(each.tenantId);
    if (known) known.push(each);
    else grouped.set(each.tenantId, [each]);
  }
  return grouped;
}
