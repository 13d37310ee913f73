import { z } from "zod";
import { inTenant } from "@wegraph/database/scope";
import { oneOf } from "@wegraph/kit/codes";
import { AppError } from "@wegraph/kit/errors";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { Job, WorkQueue } from "@wegraph/kit/queue";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../../database.ts";
import type { UploadService } from "../../file/upload/upload.service.ts";
import type { AuditService } from "../audit.service.ts";
import { auditExportProgressed } from "./export.events.ts";
import { exportFormats, headOf, lineOf } from "./export.format.ts";
import type { ExportFormat } from "./export.format.ts";
import { exportJob } from "./export.service.ts";
import type { ExportJobPayload } from "./export.service.ts";

const chunk = 500;
const toldEvery = 5_000;
const attemptsMax = 5;
const part = "audit-export";
/** In which folder exports lie until somebody moves them. */
const folder = "/audit";

const filterShape = z.object({
  actorId: z.string().nullish(),
  action: z.string().nullish(),
  resourceType: z.string().nullish(),
  resourceId: z.string().nullish(),
  from: z.coerce.date().nullish(),
  to: z.coerce.date().nullish(),
});

type Work = Pick<Job<ExportJobPayload>, "tenantId" | "payload" | "stillWorking" | "attempt">;

export interface ExportWorkerParts {
  db: CoreDatabase;
  log: AuditService;
  uploads: UploadService;
  clock: () => Date;
}

/**
 * Writes exports, a few hundred entries at a time straight into the store. What a killed process left is written again
 * from the start, to the same end: the last number was settled when it was asked for.
 */
export class ExportWorker {
  constructor(private readonly parts: ExportWorkerParts) {}

  start(queue: WorkQueue): Promise<void> {
    return queue.work<ExportJobPayload>(exportJob, { concurrency: 1, attemptsMax }, (job) =>
      this.perform(job),
    );
  }

  perform(job: Work): Promise<void> {
    return inTenant(job.tenantId, () => this.write(job));
  }

  private async write({ tenantId, payload, stillWorking, attempt }: Work): Promise<void> {
    const { exportId: id } = payload;
    const found = await this.parts.db.tenant.auditExport.findFirst({
      where: { id, status: { in: ["QUEUED", "RUNNING"] } },
    });
    if (!found) return;
    const format = oneOf(exportFormats, found.format);
    const tell = async (entries: number) => {
      stillWorking();
      await this.settle(tenantId, id, { status: "RUNNING", entries });
    };
    await tell(0);
    const lines = new Lines(this.entries(found), format, tell);
    try {
      const day = found.createdAt.toISOString().slice(0, 10);
      const file = await this.parts.uploads.make(
        {
          id,
          name: `audit-${day}-${id.slice(-6)}.${format.toLowerCase()}`,
          folder,
          source: "AUDIT_EXPORT",
          origin: systemOrigin(part, tenantId),
          ownerKind: found.createdByKind,
          ownerId: found.createdById,
        },
        lines,
      );
      // After a crash between the file and this line the entries are those told last; the file itself is whole.
      const entries = Math.max(lines.count, found.entries);
      await this.settle(tenantId, id, {
        status: "DONE",
        entries,
        fileId: file.id,
        finishedAt: this.parts.clock(),
      });
    } catch (error) {
      const isFinal = error instanceof AppError && error.code === "QUOTA_EXCEEDED";
      if (!isFinal && attempt < attemptsMax) throw error;
      const failure = error instanceof AppError ? error.reason : "UNEXPECTED";
      await this.settle(tenantId, id, { status: "FAILED", failure, finishedAt: this.parts.clock() });
      if (!isFinal) throw error;
    }
  }

  private entries({
    tenantId,
    filter,
    untilSeq,
  }: {
    tenantId: string;
    filter: Prisma.JsonValue;
    untilSeq: number;
  }) {
    return this.parts.log.entries(tenantId, filterShape.parse(filter), { untilSeq, chunk });
  }

  private async settle(
    tenantId: string,
    id: string,
    data: { status: string; entries?: number; failure?: string; fileId?: string; finishedAt?: Date },
  ): Promise<void> {
    await this.parts.db.tenant.$transaction(async (tx) => {
      await tx.auditExport.updateMany({ where: { id }, data });
      const { status, entries } = await tx.auditExport.findUniqueOrThrow({ where: { id } });
      await announce(tx, systemOrigin(part, tenantId), auditExportProgressed, {
        exportId: id,
        status,
        entries,
      });
    });
  }
}

/** The entries as they are written, counted. */
class Lines implements AsyncIterable<Buffer> {
  count = 0;

  constructor(
    private readonly entries: ReturnType<AuditService["entries"]>,
    private readonly format: ExportFormat,
    private readonly tell: (count: number) => Promise<void>,
  ) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    yield Buffer.from(headOf[this.format]);
    let told = 0;
    for await (const page of this.entries) {
      yield Buffer.from(page.map(lineOf[this.format]).join(""));
      this.count += page.length;
      if (this.count - told < toldEvery) continue;
      told = this.count;
      await this.tell(told);
    }
  }
}
