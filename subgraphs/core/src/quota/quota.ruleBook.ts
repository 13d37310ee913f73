import { LRUCache } from "lru-cache";
import { notFound } from "@wegraph/kit/errors";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { CoreDatabase } from "../database.ts";
import type { TenantPlan } from "../tenant/tenant.rules.ts";
import { dimensionFacts } from "./quota.dimensions.ts";
import { planLimits, thresholdPercentDefault } from "./quota.plans.ts";
import { purpose } from "./quota.purpose.ts";
import type { QuotaRule } from "./quota.rules.ts";

/** Where a limit comes from. */
export type RuleSource = "PLAN" | "OVERRIDE";

export interface RuleInForce extends QuotaRule {
  dimension: QuotaDimension;
  source: RuleSource;
  note: string | null;
  windowStart: Date;
  /** null: a stock. */
  resetsAt: Date | null;
  /** Beginning of the tenant's day. */
  dayStart: Date;
}

interface Override extends QuotaRule {
  dimension: string;
  note: string;
}

export interface TenantCalendar {
  plan: TenantPlan;
  timeZone: string;
  dayStart: Date;
  dayEnd: Date;
  monthStart: Date;
  monthEnd: Date;
  /** "2026-11-22" and "2026-11". */
  today: string;
  month: string;
}

interface TenantRules extends TenantCalendar {
  overrides: Override[];
}

/** A change of plan or rule is in force everywhere after so long. */
const freshMs = 1_000;
const tenantsMax = 10_000;
/** A stock has one window that never ends. */
const noWindow = new Date(0);

/** The rules in force for tenants, and where their days and months begin. */
export class RuleBook {
  private readonly known = new LRUCache<string, Promise<TenantRules>>({ max: tenantsMax, ttl: freshMs });

  constructor(
    private readonly db: CoreDatabase,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /** @throws AppError NOT_FOUND for a tenant that is not there. */
  async rule(tenantId: string, dimension: QuotaDimension): Promise<RuleInForce> {
    return this.ruleOf(await this.of(tenantId), dimension);
  }

  async rules(tenantId: string, dimensions: readonly QuotaDimension[]): Promise<RuleInForce[]> {
    const tenant = await this.of(tenantId);
    return dimensions.map((dimension) => this.ruleOf(tenant, dimension));
  }

  calendar(tenantId: string): Promise<TenantCalendar> {
    return this.of(tenantId);
  }

  /** What changed here is in force here at once. */
  forget(tenantId: string): void {
    this.known.delete(tenantId);
  }

  private async of(tenantId: string): Promise<TenantRules> {
    const known = await this.known.get(tenantId);
    if (known && this.clock() < known.dayEnd && this.clock() >= known.dayStart) return known;
    const loading = this.load(tenantId);
    this.known.set(tenantId, loading);
    loading.catch(() => this.known.delete(tenantId));
    return loading;
  }

  private ruleOf(tenant: TenantRules, dimension: QuotaDimension): RuleInForce {
    const override = tenant.overrides.find((each) => each.dimension === dimension);
    const { window } = dimensionFacts[dimension];
    return {
      limit: this.settings.get(planLimits)[tenant.plan][dimension],
      thresholdPercent: thresholdPercentDefault,
      policy: "BLOCK",
      ceiling: null,
      step: null,
      note: null,
      ...override,
      dimension,
      source: override ? "OVERRIDE" : "PLAN",
      dayStart: tenant.dayStart,
      windowStart: window === "LEVEL" ? noWindow : window === "DAY" ? tenant.dayStart : tenant.monthStart,
      resetsAt: window === "LEVEL" ? null : window === "DAY" ? tenant.dayEnd : tenant.monthEnd,
    };
  }

  private async load(tenantId: string): Promise<TenantRules> {
    const now = this.clock();
    const rows = await this.db.system(purpose).$queryRaw<TenantRules[]>`
      SELECT t.plan::text AS plan, t.time_zone AS "timeZone",
        date_trunc('day', l.now) AT TIME ZONE t.time_zone AS "dayStart",
        (date_trunc('day', l.now) + interval '1 day') AT TIME ZONE t.time_zone AS "dayEnd",
        date_trunc('month', l.now) AT TIME ZONE t.time_zone AS "monthStart",
        (date_trunc('month', l.now) + interval '1 month') AT TIME ZONE t.time_zone AS "monthEnd",
        to_char(l.now, 'YYYY-MM-DD') AS today, to_char(l.now, 'YYYY-MM') AS month,
        coalesce((SELECT jsonb_agg(jsonb_build_object('dimension', dimension, 'limit', limit_value, 'thresholdPercent', threshold_percent,
          'policy', policy, 'ceiling', ceiling, 'step', step, 'note', note)) FROM saas_tenant_quotas q WHERE q.tenant_id = t.id), '[]') AS overrides
      FROM saas_tenants t, LATERAL (SELECT ${now}::timestamptz AT TIME ZONE t.time_zone AS now) l WHERE t.id = ${tenantId}::uuid`;
    const [row] = rows;
    if (!row) throw notFound("tenant", tenantId);
    return row;
  }
}
