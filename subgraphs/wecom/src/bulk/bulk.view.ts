import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import type { BulkItem, BulkOperation } from "./bulk.model.ts";
import { bulkActions, bulkItemStatuses, bulkStatuses } from "./bulk.rules.ts";

export function bulkViewOf(row: Prisma.BulkOperationGetPayload<object>): BulkOperation {
  const { id, total, done, refused, failed, createdAt, finishedAt, createdById } = row;
  const action = oneOf(bulkActions, row.action);
  return {
    id,
    action,
    total,
    done,
    refused,
    failed,
    createdAt,
    finishedAt,
    createdById,
    status: oneOf(bulkStatuses, row.status),
  };
}

export function bulkItemViewOf(row: Prisma.BulkItemGetPayload<object>): BulkItem {
  return { ...row, status: oneOf(bulkItemStatuses, row.status) };
}
