import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text } from "@wegraph/kit/validate";
import { FileItem } from "../../file/file.model.ts";
import { AuditFilter } from "../audit.model.ts";
import { exportFormats } from "./export.format.ts";
import type { ExportFormat } from "./export.format.ts";

export const exportStatuses = ["QUEUED", "RUNNING", "DONE", "FAILED"] as const;
export type ExportStatus = (typeof exportStatuses)[number];

const ExportFormatEnum = z.enum(exportFormats).enum;
registerEnumType(ExportFormatEnum, {
  name: "AuditExportFormat",
  description: "How the entries are written.",
  valuesConfig: {
    CSV: { description: "For spreadsheets; UTF-8, as RFC 4180 has it." },
    JSONL: {
      description: "One JSON object in a line, with all that was hashed: the chain can be checked from it.",
    },
  },
});

const ExportStatusEnum = z.enum(exportStatuses).enum;
registerEnumType(ExportStatusEnum, {
  name: "AuditExportStatus",
  description: "How far an export has come.",
  valuesConfig: {
    QUEUED: { description: "It waits for a worker." },
    RUNNING: { description: "It is being written." },
    DONE: { description: "The file is there." },
    FAILED: { description: "It was given up; `failure` says why." },
  },
});

@ObjectType({ description: "The audit log, or a part of it, on its way into a file." })
export class AuditExport {
  @Field(() => ID)
  id: string;

  @Field(() => ExportFormatEnum)
  format: ExportFormat;

  @Field(() => ExportStatusEnum)
  status: ExportStatus;

  @Field(() => Int, { description: "Written so far." })
  entries: number;

  @Field(() => Int, { description: "The last number that can be in it: what came later is not." })
  untilSeq: number;

  @Field(() => String, { nullable: true, description: 'Why it was given up: "QUOTA_USED_UP".' })
  failure: string | null;

  @Field(() => FileItem, {
    nullable: true,
    description: "Once it is done, unless it is in the trash or gone.",
  })
  file: FileItem | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  finishedAt: Date | null;
}

export const AuditExportConnection = connectionOf(() => AuditExport, "AuditExport");

@InputType({ description: "What of the audit log to write to a file." })
export class StartAuditExportInput {
  static readonly rules = z.object({
    format: z.enum(exportFormats),
    filter: AuditFilter.rules.nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ExportFormatEnum)
  format: ExportFormat;

  @Field(() => AuditFilter, { nullable: true, description: "Everything if not given." })
  filter?: AuditFilter | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same export.",
  })
  idempotencyKey?: string | null;
}

@ObjectType({ description: "The export as it is now." })
export class AuditExportPayload {
  @Field(() => AuditExport)
  export: AuditExport;
}
