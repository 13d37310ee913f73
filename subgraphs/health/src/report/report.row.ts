import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { dayText } from "../calendar.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import type { ReportVault } from "./report.vault.ts";
import { itemCategories, itemFlags, reportStatuses } from "./report.codes.ts";
import type { CheckupItem, CheckupReport } from "./report.model.ts";

export const reportInclude = { patient: { select: factColumns } } satisfies Prisma.CheckupReportInclude;

export type ReportRow = Prisma.CheckupReportGetPayload<{ include: typeof reportInclude }>;

export type ItemRow = Prisma.CheckupItemGetPayload<object>;

/** As it is shown. */
export function reportOf(vault: ReportVault, row: Omit<ReportRow, "patient">): CheckupReport {
  const { examinedOn, status, bodySealed, ...rest } = row;
  return {
    ...rest,
    ...vault.open(row, bodySealed),
    examinedOn: dayText(examinedOn),
    status: oneOf(reportStatuses, status),
  };
}

export function itemOf({ category, flag, ...row }: ItemRow): CheckupItem {
  return {
    ...row,
    category: oneOf(itemCategories, category),
    flag: flag === null ? null : oneOf(itemFlags, flag),
  };
}

export function patientOf({ patient }: Pick<ReportRow, "patient">) {
  return factsOf(patient);
}
