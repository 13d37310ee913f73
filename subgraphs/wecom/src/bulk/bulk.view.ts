import type { Prisma } from "@wegraph/db-wecom/client";
import type { BulkItem, BulkOperation } from "./bulk.model.ts";
import type { BulkAction, BulkItemStatus, BulkStatus } from "./bulk.rules.ts";

export function bulkViewOf(row: Prisma.BulkOperationGetPayload<object>): BulkOperation {
  const { id, total, done, refused, failed, createdAt, finishedAt, createdById } = row;
  const action = row.action as BulkAction;
  return { ...{ id, action, total, done, refused, failed, createdAt, finishedAt, createdById }, status: row.status as BulkStatus };
}

export function bulkItemViewOf(row: Prisma.BulkItemGetPayload<object>): BulkItem {
  return { ...row, status: row.status as BulkItemStatus };
}
