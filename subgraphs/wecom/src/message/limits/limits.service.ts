import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { providerLimits } from "../../serverApi/providerLimits.ts";
import type { LimitsInForce } from "./limits.ts";

const purpose = "provider-limits";
/** A change is in force everywhere after so long. */
const validMs = 30_000;

export interface ProviderLimitRow {
  id: string;
  amount: number;
  perMs: number;
  source: string;
  asOf: Date;
}

/** What WeCom allows, as the database has it. */
export class ProviderLimits {
  private known: { limits: Promise<LimitsInForce>; until: number } | undefined;

  constructor(private readonly db: WecomDatabase) {}

  /** Writes what is published where nothing is written yet; what was edited stays. */
  async seed(): Promise<void> {
    const rows = providerLimits.map(({ key, max, windowSeconds, source, dated }) => ({
      id: key,
      amount: max,
      perMs: windowSeconds * 1_000,
      source,
      asOf: dated,
    }));
    await this.db.system(purpose).$executeRaw`
      INSERT INTO wegraph_provider_limits (id, amount, per_ms, source, as_of, updated_at)
      SELECT id, amount, "perMs", source, "asOf", now()
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l (id text, amount int, "perMs" bigint, source text, "asOf" date)
      ON CONFLICT DO NOTHING`;
  }

  inForce(): Promise<LimitsInForce> {
    if (this.known && this.known.until > performance.now()) return this.known.limits;
    const limits = this.read();
    this.known = { limits, until: performance.now() + validMs };
    limits.catch(() => (this.known = undefined));
    return limits;
  }

  async list(): Promise<ProviderLimitRow[]> {
    const rows = await this.db.tenant.providerLimit.findMany({ orderBy: { id: "asc" } });
    return rows.map(({ id, amount, perMs, source, asOf }) => ({
      id,
      amount,
      perMs: Number(perMs),
      source,
      asOf,
    }));
  }

  async change(
    context: RequestContext,
    { id, ...given }: { id: string; amount: number; source: string; asOf: Date },
  ): Promise<ProviderLimitRow> {
    const row = await this.db.system(purpose).$transaction(async (tx) => {
      const before = await tx.providerLimit.findUnique({ where: { id } });
      if (!before) throw notFound("provider limit", id);
      const after = await tx.providerLimit.update({
        where: { id },
        data: { ...given, updatedAt: new Date() },
      });
      await audit(tx, domain, originOf(context), {
        action: "provider-limit.changed",
        resourceType: "provider-limit",
        resourceId: null,
        changes: [
          { field: "limit", after: id },
          ...changesBetween({ amount: before.amount, source: before.source }, given),
        ],
      });
      return after;
    });
    this.known = undefined;
    return { ...row, perMs: Number(row.perMs) };
  }

  private async read(): Promise<LimitsInForce> {
    const rows = await this.db.system(purpose).providerLimit.findMany();
    const byId = new Map(rows.map(({ id, amount, perMs }) => [id, { amount, perMs: Number(perMs) }]));
    return new Map(
      providerLimits.flatMap(({ key }) => {
        const limit = byId.get(key);
        return limit ? [[key, limit] as const] : [];
      }),
    );
  }
}
