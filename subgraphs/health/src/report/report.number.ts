import { AppError } from "@wegraph/kit/errors";
import { refusingTwins } from "@wegraph/kit/uniqueViolation";
import type { Tx } from "../health.database.ts";

/** The next number of a tenant's reports: "R-000042". One statement, so that no two reports get the same. */
export async function nextReportNumber(tx: Tx, tenantId: string): Promise<string> {
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO wegraph_report_counters (tenant_id, last) VALUES (${tenantId}::uuid, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last = wegraph_report_counters.last + 1 RETURNING last`;
  return `R-${String(counter?.last ?? 1).padStart(6, "0")}`;
}

/** Of a report that corrects another: "R-000042.1", then "R-000042.2". */
export function correctedNumber(number: string): string {
  const [, base = number, nth = "0"] = /^(.+)\.(\d{1,4})$/.exec(number) ?? [];
  return `${base}.${Number(nth) + 1}`;
}

const refusals = {
  REPORT_NUMBER_TAKEN: "Another report has this number.",
  REPORT_BEING_CORRECTED: "A corrected report is being written already.",
} as const;

/** @throws AppError CONFLICT where the database refused a report because there is one that must be the only one. */
export function refusingTaken<T>(reason: keyof typeof refusals, work: () => Promise<T>): Promise<T> {
  return refusingTwins((cause) => new AppError("CONFLICT", reason, refusals[reason], {}, { cause }), work);
}
