import { AppError } from "@wegraph/kit/errors";

export const bulkActions = ["LOG_IN", "LOG_OUT", "RECOVER"] as const;
export type BulkAction = (typeof bulkActions)[number];

export const bulkStatuses = ["RUNNING", "DONE", "CANCELLED"] as const;
export type BulkStatus = (typeof bulkStatuses)[number];

export const bulkItemStatuses = ["PENDING", "DONE", "REFUSED", "FAILED", "CANCELLED"] as const;
export type BulkItemStatus = (typeof bulkItemStatuses)[number];

export const bulkAccountsMax = 10_000;

/** So many items make one job of the work queue: small enough to share between workers, large enough to be cheap. */
export const bulkJobSize = 50;

export interface ItemResult {
  status: "DONE" | "REFUSED" | "FAILED";
  code: string | null;
  message: string | null;
}

/** What a refusal or a failure of one account is told as. Only a refusal explains itself to people. */
export function resultOf(error: unknown): ItemResult {
  if (error instanceof AppError && error.code !== "INTERNAL")
    return { status: "REFUSED", code: error.code, message: error.message };
  return { status: "FAILED", code: "INTERNAL", message: "Something went wrong." };
}

export function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
