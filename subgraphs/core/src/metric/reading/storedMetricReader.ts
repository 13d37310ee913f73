import type { PrismaClient } from "@wegraph/db-core/client";
import type { MetricName, MetricQuestion, MetricReader, Series, TenantSeries } from "../metric.reader.ts";
import type { PlatformTenant } from "../platformTenant.ts";

const day = 24 * 60 * 60_000;

interface Row {
  tenant_id: string;
  series_id: number;
  name: string;
  labels: Record<string, string>;
  at: Date;
  value: number;
}

export class StoredMetricReader implements MetricReader {
  constructor(
    private readonly client: () => PrismaClient,
    private readonly platform: PlatformTenant,
    private readonly clock: () => Date,
  ) {}

  async window({ tenantId, ...question }: MetricQuestion): Promise<Series[]> {
    const owner = tenantId ?? (await this.platform.id());
    if (owner === null) return [];
    return (await this.read(question, owner)).map(({ name, labels, points }) => ({ name, labels, points }));
  }

  async windowOfTenants(question: Omit<MetricQuestion, "tenantId">): Promise<TenantSeries[]> {
    const platformId = await this.platform.id();
    const found = await this.read(question, null);
    return found.filter(({ tenantId }) => tenantId !== platformId);
  }

  async names(tenantId: string | null): Promise<MetricName[]> {
    const owner = tenantId ?? (await this.platform.id());
    if (owner === null) return [];
    const rows = await this.client().$queryRaw<{ name: string; labels: string[] | null; series: number }[]>`
      SELECT s.name, count(DISTINCT s.id)::int AS series,
             array_agg(DISTINCT l.label ORDER BY l.label) FILTER (WHERE l.label IS NOT NULL) AS labels
        FROM saas_metric_series s LEFT JOIN LATERAL jsonb_object_keys(s.labels) AS l(label) ON true
       WHERE s.tenant_id = ${owner}::uuid AND s.last_seen_at >= ${new Date(this.clock().getTime() - day)}
       GROUP BY 1 ORDER BY 1`;
    return rows.map(({ name, labels, series }) => ({ name, labels: labels ?? [], seriesCount: series }));
  }

  private async read(
    { name, match = {}, from, to }: Omit<MetricQuestion, "tenantId">,
    owner: string | null,
  ): Promise<TenantSeries[]> {
    const rows = await this.client().$queryRaw<Row[]>`
      SELECT s.tenant_id, s.id AS series_id, s.name, s.labels, m.at, m.value
        FROM saas_metric_series s
        JOIN saas_system_metrics m ON m.series_id = s.id AND m.at >= ${from} AND m.at < ${to}
       WHERE s.name = ${name} AND s.labels @> ${JSON.stringify(match)}::jsonb
         AND (${owner}::uuid IS NULL OR s.tenant_id = ${owner}::uuid)
       ORDER BY s.id, m.at`;
    const found = new Map<number, TenantSeries>();
    for (const { tenant_id: tenantId, series_id: id, labels, at, value } of rows) {
      const series = found.get(id) ?? { tenantId, name, labels, points: [] };
      found.set(id, series);
      series.points.push({ at, value });
    }
    return [...found.values()];
  }
}
