import type { WorkQueue } from "@wegraph/kit/queue";
import type { CoreDatabase } from "../database.ts";
import type { UploadService } from "../file/upload/upload.service.ts";
import { AuditService } from "./audit.service.ts";
import { AuditAppender } from "./auditAppender.ts";
import { ExportService } from "./export/export.service.ts";
import { ExportWorker } from "./export/export.worker.ts";
import { HeadSeal } from "./headSeal.ts";

export interface AuditOptions {
  db: CoreDatabase;
  uploads: UploadService;
  queue: Pick<WorkQueue, "enqueue">;
  rootSecret: string;
  clock: () => Date;
}

/** The audit log: who writes it, reads it, checks it, and takes it out. */
export function assembleAudit({ db, uploads, queue, rootSecret, clock }: AuditOptions) {
  const seal = new HeadSeal(rootSecret);
  const log = new AuditService(db, seal, clock);
  return {
    log,
    appender: new AuditAppender(db, seal),
    exports: new ExportService(db, queue, clock),
    worker: new ExportWorker({ db, log, uploads, clock }),
  };
}
