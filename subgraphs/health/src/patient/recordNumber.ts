import { AppError } from "@wegraph/kit/errors";
import { refusingTwins } from "@wegraph/kit/uniqueViolation";
import type { Tx } from "../health.database.ts";

const digits = 6;

/** The next numbers of a tenant's files: "P-000042". One statement, so that no two files get the same. */
export async function nextRecordNumbers(tx: Tx, tenantId: string, count: number): Promise<string[]> {
  if (count === 0) return [];
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO wegraph_patient_counters AS c (tenant_id, last) VALUES (${tenantId}::uuid, ${count}::int)
    ON CONFLICT (tenant_id) DO UPDATE SET last = c.last + excluded.last RETURNING last`;
  const first = (counter?.last ?? count) - count + 1;
  return Array.from({ length: count }, (_, nth) => recordNumberOf(first + nth));
}

function recordNumberOf(nth: number): string {
  return `P-${String(nth).padStart(digits, "0")}`;
}

/** @throws AppError CONFLICT where the database refused a given number because another file of the tenant has it. */
export function refusingTakenNumber<T>(
  recordNumber: string | null | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (recordNumber == null) return work();
  return refusingTwins((cause) => takenNumber(recordNumber, cause), work);
}

export function takenNumber(recordNumber: string, cause?: unknown): AppError {
  return new AppError(
    "CONFLICT",
    "RECORD_NUMBER_TAKEN",
    `Another file has the number ${recordNumber}.`,
    { path: ["input", "recordNumber"], recordNumber },
    { cause },
  );
}
