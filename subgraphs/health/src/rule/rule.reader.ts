import type { Prisma } from "@wegraph/db-health/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Principal } from "@wegraph/kit/principal";
import type { HealthDatabase } from "../health.database.ts";
import { withinReach, withinReachSql } from "../patient/patient.scope.ts";
import type { HealthRuleFilter } from "./rule.input.ts";
import type { HealthRule } from "./rule.model.ts";
import { asRuleRow, ruleColumns } from "./rule.row.ts";
import type { RuleRow } from "./rule.row.ts";
import { isVisible, visiblePatients } from "./rule.scope.ts";
import { shippedRules } from "./rule.shipped.ts";
import { addShippedRules } from "./rule.shipped.store.ts";
import { asRule } from "./rule.view.ts";

/** Those that came with the platform stand together, in its order; then the tenant's own as they were made. */
const order: readonly OrderColumn[] = [
  { field: "createdAt", direction: "asc", kind: "date" },
  { field: "id", direction: "asc", kind: "uuid" },
];

/** Reads rules for people. A rule that names only patients whom the caller may not see is not there. */
export class RuleReader {
  /** Tenants that have all shipped rules, as far as this process has seen. */
  private readonly complete = new Set<string>();

  constructor(
    private readonly db: HealthDatabase,
    private readonly clock: () => Date,
  ) {}

  async page(
    { principal }: RequestContext,
    filter: HealthRuleFilter,
    args: PageArgs,
  ): Promise<Page<HealthRule>> {
    await this.ensureShipped(principal.tenantId);
    const wanted = { AND: [whereOf(filter), { id: { notIn: await this.hidden(principal) } }] };
    const page = await keysetPage(
      args,
      order,
      async ({ where, orderBy, take }) => {
        const rows = await this.db.tenant.healthAlertRule.findMany({
          where: { AND: [wanted, where, await this.ofPatient(filter)] },
          orderBy,
          take,
          select: ruleColumns,
        });
        return rows.map(asRuleRow);
      },
      async () =>
        this.db.tenant.healthAlertRule.count({ where: { AND: [wanted, await this.ofPatient(filter)] } }),
    );
    const visible = await this.visible(principal, page.nodes);
    return mapPage(page, (row) => asRule(row, visible));
  }

  find(context: RequestContext, id: string): Promise<HealthRule | null> {
    return context.loader(this.load).load(id);
  }

  /** As it was just written. */
  async shown({ principal }: RequestContext, row: RuleRow): Promise<HealthRule> {
    return asRule(row, await this.visible(principal, [row]));
  }

  /** How many alerts of it last, among patients whose alerts the caller may see. */
  openAlerts(context: RequestContext, id: string): Promise<number> {
    return context.loader(this.loadOpen).load(id);
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    await this.ensureShipped(principal.tenantId);
    const found = await this.db.tenant.healthAlertRule.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      select: ruleColumns,
    });
    const rows = found.map(asRuleRow);
    const visible = await this.visible(principal, rows);
    return inOrder(
      ids,
      rows.filter(({ reach }) => isVisible(reach, visible)).map((row) => asRule(row, visible)),
    );
  };

  private readonly loadOpen = async (ids: readonly string[], { principal }: RequestContext) => {
    const counts = await this.db.tenant.healthAlert.groupBy({
      by: ["ruleId"],
      where: {
        ruleId: { in: [...ids] },
        state: { not: "RESOLVED" },
        patient: withinReach(principal, "health-alert:read"),
      },
      _count: { _all: true },
    });
    const byRule = new Map(counts.map(({ ruleId, _count }) => [ruleId, _count._all]));
    return ids.map((id) => byRule.get(id) ?? 0);
  };

  private visible(principal: Principal, rows: readonly RuleRow[]): Promise<Set<string>> {
    const named = rows.flatMap(({ reach }) => [...reach.patientIds, ...reach.exceptPatientIds]);
    return visiblePatients(this.db.tenant, principal, named);
  }

  private async hidden(principal: Principal): Promise<string[]> {
    const rows = await this.db.tenant.$queryRaw<{ id: string }[]>`
      SELECT r.id::text AS id FROM health_alert_rules r
      WHERE r.tenant_id = ${principal.tenantId}::uuid AND r.deleted_at IS NULL AND jsonb_array_length(r.reach -> 'patientIds') > 0
        AND NOT EXISTS (
          SELECT FROM health_patients p
          WHERE p.id IN (SELECT named::uuid FROM jsonb_array_elements_text(r.reach -> 'patientIds') AS named)
            AND ${withinReachSql(principal, "patient:read")})`;
    return rows.map(({ id }) => id);
  }

  private async ofPatient({ patientId }: HealthRuleFilter): Promise<Prisma.HealthAlertRuleWhereInput> {
    if (patientId == null) return {};
    const named = JSON.stringify([patientId.toLowerCase()]);
    const rows = await this.db.tenant.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM health_alert_rules WHERE reach -> 'patientIds' @> ${named}::jsonb AND deleted_at IS NULL`;
    return { id: { in: rows.map(({ id }) => id) } };
  }

  /** A tenant that no reading has come for yet has none; whoever looks first makes them. */
  private async ensureShipped(tenantId: string): Promise<void> {
    if (this.complete.has(tenantId)) return;
    const count = await this.db.tenant.healthAlertRule.count({ where: { shippedKey: { not: null } } });
    if (count < shippedRules.length) await addShippedRules(this.db.tenant, tenantId, this.clock());
    this.complete.add(tenantId);
  }
}

function whereOf({
  kinds,
  isEnabled,
  isShipped,
  search,
}: HealthRuleFilter): Prisma.HealthAlertRuleWhereInput {
  const part = search ? { contains: search, mode: "insensitive" as const } : null;
  return {
    deletedAt: null,
    ...(kinds && { kind: { in: kinds } }),
    ...(isEnabled != null && { enabled: isEnabled }),
    ...(isShipped != null && { shippedKey: isShipped ? { not: null } : null }),
    ...(part && { OR: [{ nameZh: part }, { nameEn: part }] }),
  };
}
