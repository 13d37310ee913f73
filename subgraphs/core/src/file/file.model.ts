import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { SortDirection } from "../user/userInputs.model.ts";
import { fileChanges } from "./file.events.ts";
import type { FileChangeKind } from "./file.events.ts";
import { fileOrderFields } from "./file.order.ts";
import type { FileOrderField } from "./file.order.ts";
import { fileSources, folderPath } from "./file.rules.ts";
import type { FileSource } from "./file.rules.ts";

const FileSourceEnum = z.enum(fileSources).enum;
registerEnumType(FileSourceEnum, {
  name: "FileSource",
  description: "What a file was made by.",
  valuesConfig: {
    UPLOAD: { description: "Somebody brought it." },
    AUDIT_EXPORT: { description: "It is a part of the audit log." },
    REPORT: { description: "It is a report." },
  },
});

const FileChangeEnum = z.enum(fileChanges).enum;
registerEnumType(FileChangeEnum, {
  name: "FileChangeKind",
  description: "What happened to a file.",
  valuesConfig: {
    UPLOADED: { description: "It is new." },
    UPDATED: { description: "It was renamed or moved." },
    DELETED: { description: "It is in the trash." },
    RESTORED: { description: "It is back out of the trash." },
    PURGED: { description: "It is gone for good." },
  },
});

export const FileOrderFieldEnum = { NAME: "name", BYTES: "bytes", CREATED_AT: "createdAt" } as const;
registerEnumType(FileOrderFieldEnum, { name: "FileOrderField", description: "What files are sorted by." });

@Directive('@key(fields: "id")')
@ObjectType("File", { description: "A file of the tenant." })
export class FileItem {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: '"/" or "/reports/2026".' })
  folder: string;

  @Field(() => String, { description: 'By its content, whatever it is called: "image/png".' })
  mediaType: string;

  @Field(() => Float, { description: "Whole bytes; may be more than 32 bits hold." })
  bytes: number;

  @Field(() => String, { description: "SHA-256 of its content, in hexadecimal." })
  sha256: string;

  @Field(() => FileSourceEnum)
  source: FileSource;

  @Field(() => Boolean, {
    description: "Whether a browser can show it safely; other files are only downloaded.",
  })
  isPreviewable: boolean;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "In the trash since." })
  deletedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it will be gone for good; null unless it is in the trash.",
  })
  purgeAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Since when the store does not have its content any more.",
  })
  missingSince: Date | null;

  ownerKind: string;
  ownerId: string;
}

export const FileConnection = connectionOf(() => FileItem, "File");

@ObjectType({ description: "A folder: what at least one file is in." })
export class FileFolder {
  @Field(() => String)
  path: string;

  @Field(() => Int, { description: "Files in it, those of folders below not counted." })
  files: number;

  @Field(() => Float)
  bytes: number;
}

@ObjectType({ description: "What the tenant's files take up." })
export class FileStorage {
  @Field(() => Int)
  files: number;

  @Field(() => Float)
  bytes: number;

  @Field(() => Int)
  trashedFiles: number;

  @Field(() => Float, { description: "Counted to the quota until they are gone for good." })
  trashedBytes: number;

  @Field(() => Float, { description: "How large one file may be, by the tenant's plan." })
  fileBytesMax: number;
}

@InputType({ description: "Which files; all conditions hold together." })
export class FileFilter {
  static readonly rules = z.object({
    search: text(0, 200).nullish(),
    folder: folderPath().nullish(),
    includeSubfolders: z.boolean().nullish(),
    mediaType: z
      .string()
      .max(100)
      .regex(/^[\w.+-]+\/([\w.+-]+|\*)$/, 'like "image/png" or "image/*"')
      .nullish(),
    ownerId: uuid().nullish(),
    inTrash: z.boolean().nullish(),
  });

  @Field(() => String, { nullable: true, description: "Part of the name, in upper or lower case." })
  search?: string | null;

  @Field(() => String, { nullable: true })
  folder?: string | null;

  @Field(() => Boolean, { nullable: true, description: "With `folder`: those of folders below it too." })
  includeSubfolders?: boolean | null;

  @Field(() => String, { nullable: true, description: '"image/png", or "image/*" for all of a kind.' })
  mediaType?: string | null;

  @Field(() => ID, { nullable: true, description: "User or API key." })
  ownerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Those in the trash, in place of the others." })
  inTrash?: boolean | null;
}

@InputType({ description: "How files are sorted." })
export class FileOrder {
  static readonly rules = z.object({ by: z.enum(fileOrderFields), direction: z.enum(["asc", "desc"]) });

  @Field(() => FileOrderFieldEnum)
  by: FileOrderField;

  @Field(() => SortDirection)
  direction: "asc" | "desc";
}

@ObjectType({
  description: "A path at this address that gives the file to whoever has it, for a few minutes.",
})
export class FileLink {
  @Field(() => String, { description: "To be appended to the address of the API. Takes Range requests." })
  url: string;

  @Field(() => DateTime)
  expiresAt: Date;
}

@ObjectType({ description: "Something happened to a file." })
export class FileChange {
  @Field(() => ID)
  fileId: string;

  @Field(() => FileChangeEnum)
  change: FileChangeKind;

  @Field(() => FileItem, { nullable: true, description: "As it is now; null if it is gone." })
  file: FileItem | null;
}
