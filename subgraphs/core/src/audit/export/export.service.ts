import { v7 } from "uuid";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { WorkQueue } from "@wegraph/kit/queue";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../../database.ts";
import type { CoreDatabase } from "../../database.ts";
import { ownerOf } from "../../file/file.scope.ts";
import type { AuditQuery } from "../audit.service.ts";
import type { ExportFormat } from "./export.format.ts";

/** The job of the work queue that exports are. */
export const exportJob = "core.audit-export";

export interface ExportJobPayload {
  exportId: string;
}

export interface ExportWish {
  format: ExportFormat;
  filter?: AuditQuery | null | undefined;
  idempotencyKey?: string | null | undefined;
}

const exportColumns = {
  id: true,
  format: true,
  filter: true,
  untilSeq: true,
  status: true,
  entries: true,
  fileId: true,
  failure: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.AuditExportSelect;
export type ExportRow = Prisma.AuditExportGetPayload<{ select: typeof exportColumns }>;

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Asks for the audit log in a file; it is written in the background. */
export class ExportService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly queue: Pick<WorkQueue, "enqueue">,
    private readonly clock: () => Date,
  ) {}

  async start(context: RequestContext, { idempotencyKey: key, ...input }: ExportWish): Promise<ExportRow> {
    const { tenantId } = context.principal;
    const filter: Prisma.InputJsonObject = JSON.parse(JSON.stringify(input.filter ?? {}));
    return this.db.tenant.$transaction(async (tx) => {
      const request = { format: input.format, filter };
      const id = await once(tx, { tenantId, scope: "startAuditExport", key, input: request }, async () => {
        const made = v7();
        const head = await tx.auditHead.findUnique({ where: { tenantId }, select: { seq: true } });
        const owner = ownerOf(context.principal);
        await tx.auditExport.createMany({
          data: {
            id: made,
            tenantId,
            ...request,
            untilSeq: head?.seq ?? 0,
            status: "QUEUED",
            createdByKind: owner.ownerKind,
            createdById: owner.ownerId,
            createdAt: this.clock(),
          },
        });
        await this.queue.enqueue(tx, exportJob, tenantId, { exportId: made }, made);
        await audit(tx, domain, originOf(context), {
          action: "audit-log.exported",
          resourceType: "audit-log",
          resourceId: made,
          changes: [
            { field: "format", after: input.format },
            { field: "filter", after: filter },
          ],
        });
        return made;
      });
      return tx.auditExport.findUniqueOrThrow({ where: { id }, select: exportColumns });
    });
  }

  find(id: string): Promise<ExportRow | null> {
    return this.db.tenant.auditExport.findFirst({ where: { id }, select: exportColumns });
  }

  page(args: PageArgs): Promise<Page<ExportRow>> {
    const { auditExport } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) => auditExport.findMany({ where, orderBy, take, select: exportColumns }),
      () => auditExport.count(),
    );
  }
}
