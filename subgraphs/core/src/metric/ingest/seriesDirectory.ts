import { seriesOf } from "@wegraph/kit/samples";
import type { CoreDatabase } from "../../database.ts";
import { metricPurpose } from "../metric.purpose.ts";

/** More than an installation of many processes has; beyond it all are asked for again. */
const cachedMax = 200_000;

export interface SeriesRef {
  tenantId: string;
  key: string;
}

/** Which number a series has; one that is new is given one. */
export class SeriesDirectory {
  private readonly ids = new Map<string, number>();

  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** In the order asked; null for what is no series (or of a tenant that is gone). */
  async idsOf(refs: readonly SeriesRef[]): Promise<(number | null)[]> {
    if (this.ids.size > cachedMax) this.forget();
    const unknown = refs.filter((ref) => !this.ids.has(cacheKey(ref)));
    if (unknown.length > 0) await this.enter(unknown);
    return refs.map((ref) => this.ids.get(cacheKey(ref)) ?? null);
  }

  /** For series that were removed: they are entered anew when they are measured again. */
  forget(): void {
    this.ids.clear();
  }

  private async enter(refs: readonly SeriesRef[]): Promise<void> {
    const known = new Map<string, SeriesRef & { name: string; labels: string }>();
    for (const ref of refs) {
      const series = seriesOf(ref.key);
      if (series)
        known.set(cacheKey(ref), { ...ref, name: series.name, labels: JSON.stringify(series.labels) });
    }
    const given = [...known.values()];
    const tenantIds = given.map(({ tenantId }) => tenantId);
    const keys = given.map(({ key }) => key);
    const names = given.map(({ name }) => name);
    const labels = given.map((ref) => ref.labels);
    // In one order, so that two processes that enter the same ones do not wait for each other.
    const rows = await this.db.system(metricPurpose).$queryRaw<
      { id: number; tenant_id: string; key: string }[]
    >`
      INSERT INTO saas_metric_series AS s (tenant_id, key, name, labels, last_seen_at)
      SELECT g.tenant_id, g.key, g.name, g.labels::jsonb, ${this.clock()}
        FROM unnest(${tenantIds}::uuid[], ${keys}::text[], ${names}::text[], ${labels}::text[])
          AS g(tenant_id, key, name, labels)
        JOIN saas_tenants t ON t.id = g.tenant_id
        ORDER BY 1, 2
      ON CONFLICT (tenant_id, key) DO UPDATE SET last_seen_at = GREATEST(s.last_seen_at, excluded.last_seen_at)
      RETURNING id, tenant_id, key`;
    for (const { id, tenant_id: tenantId, key } of rows) this.ids.set(cacheKey({ tenantId, key }), id);
  }
}

function cacheKey({ tenantId, key }: SeriesRef): string {
  return `${tenantId} ${key}`;
}
