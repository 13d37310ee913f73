import { oneOf } from "@wegraph/kit/codes";
import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { dayText } from "../calendar.ts";
import type { Tx } from "../health.database.ts";
import { flagOf } from "./item.rules.ts";
import type { NewItem } from "./item.rules.ts";
import { isAbnormal, reportStatuses } from "./report.codes.ts";
import type { ItemFlag } from "./report.codes.ts";
import { reportEvent } from "./report.events.ts";
import type { ReportChange } from "./report.events.ts";
import type { CheckupItemInput } from "./report.input.ts";
import { itemOf, patientOf, reportInclude } from "./report.row.ts";
import type { ReportRow } from "./report.row.ts";

/** An item as it is asked for, with its mark. */
export function itemFrom(input: CheckupItemInput): NewItem {
  const { category, name } = input;
  const item: NewItem = {
    category,
    name,
    code: input.code ?? null,
    value: input.value ?? null,
    text: input.text ?? null,
    unit: input.unit ?? null,
    referenceLow: input.referenceLow ?? null,
    referenceHigh: input.referenceHigh ?? null,
    referenceText: input.referenceText ?? null,
    flag: input.flag ?? null,
  };
  return { ...item, flag: flagOf(item) };
}

/** Puts items in place of those that there are, in their order, by one statement. */
export async function replaceItems(
  tx: Tx,
  { id, tenantId }: Pick<ReportRow, "id" | "tenantId">,
  items: readonly NewItem[],
): Promise<void> {
  await tx.checkupItem.deleteMany({ where: { reportId: id } });
  const rows = items.map((item, position) => ({ ...item, id: v7(), position }));
  await tx.$executeRaw`
    INSERT INTO health_checkup_items (id, tenant_id, report_id, position, category, code, name, value, text, unit, reference_low,
      reference_high, reference_text, flag)
    SELECT i.id, ${tenantId}::uuid, ${id}::uuid, i.position, i.category, i.code, i.name, i.value, i.text, i.unit, i."referenceLow",
      i."referenceHigh", i."referenceText", i.flag
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS i (id uuid, position smallint, category text, code text, name text,
      value float8, text text, unit text, "referenceLow" float8, "referenceHigh" float8, "referenceText" text, flag text)`;
}

export async function itemsOf(tx: Tx, reportId: string): Promise<NewItem[]> {
  const rows = await tx.checkupItem.findMany({ where: { reportId }, orderBy: { position: "asc" } });
  return rows.map(itemOf);
}

export function abnormalAmong(items: readonly { flag: ItemFlag | null }[]): number {
  return items.filter(({ flag }) => isAbnormal(flag)).length;
}

/** Tells of a change, after it: who is reached stands in the event. Returns the report as it now is. */
export async function announceReport(
  tx: Tx,
  origin: Origin,
  reportId: string,
  change: ReportChange,
): Promise<ReportRow> {
  const row = await tx.checkupReport.findUniqueOrThrow({ where: { id: reportId }, include: reportInclude });
  const patient = patientOf(row);
  const items = await itemsOf(tx, reportId);
  await announce(tx, origin, reportEvent(change), {
    reportId,
    reportNumber: row.reportNumber,
    patientId: row.patientId,
    recordNumber: patient.recordNumber,
    change,
    status: oneOf(reportStatuses, row.status),
    version: row.version,
    examinedOn: dayText(row.examinedOn),
    items: items.length,
    abnormalItems: abnormalAmong(items),
    clinicianUserId: patient.clinicianUserId,
    careTeamUserIds: [...patient.careTeamUserIds],
    department: patient.department,
  });
  return row;
}
