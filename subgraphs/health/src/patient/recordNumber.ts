import { AppError } from "@wegraph/kit/errors";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import type { Tx } from "../health.database.ts";

const digits = 6;

/** The next number of a tenant's files: "P-000042". One statement, so that no two files get the same. */
export async function nextRecordNumber(tx: Tx, tenantId: string): Promise<string> {
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO wegraph_patient_counters (tenant_id, last) VALUES (${tenantId}::uuid, 1)
    ON CONFLICT (tenant_id) DO UPDATE SET last = wegraph_patient_counters.last + 1 RETURNING last`;
  return recordNumberOf(counter?.last ?? 1);
}

export function recordNumberOf(nth: number): string {
  return `P-${String(nth).padStart(digits, "0")}`;
}

/** @throws AppError CONFLICT where the database refused a given number because another file of the tenant has it. */
export async function refusingTakenNumber<T>(
  recordNumber: string | null | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (recordNumber != null && isUniqueViolation(error))
      throw new AppError(
        "CONFLICT",
        "RECORD_NUMBER_TAKEN",
        `Another file has the number ${recordNumber}.`,
        { path: ["input", "recordNumber"], recordNumber },
        { cause: error },
      );
    throw error;
  }
}
