import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../../moment.ts";
import { accessOutcomes, downloadsLimitMax, shareStates } from "./share.rules.ts";
import type { AccessOutcome, ShareState } from "./share.rules.ts";

const ShareStateEnum = z.enum(shareStates).enum;
registerEnumType(ShareStateEnum, {
  name: "FileShareState",
  description: "Whether a share leads to its file.",
  valuesConfig: {
    OPEN: { description: "It does." },
    EXPIRED: { description: "Its time is over." },
    EXHAUSTED: { description: "It was used as often as it may be." },
    REVOKED: { description: "Somebody ended it." },
    FILE_GONE: { description: "The file is in the trash." },
  },
});

const AccessOutcomeEnum = z.enum(accessOutcomes).enum;
registerEnumType(AccessOutcomeEnum, {
  name: "FileShareOutcome",
  description: "What came of it that somebody came by a share.",
  valuesConfig: {
    DOWNLOADED: { description: "They got the file." },
    PASSWORD_WRONG: { description: "Theirs was not the password." },
    LOCKED: { description: "Too many wrong passwords had been tried." },
    EXPIRED: { description: "The share's time was over." },
    EXHAUSTED: { description: "It had been used as often as it may be." },
    REVOKED: { description: "It had been ended." },
    FILE_GONE: { description: "The file was in the trash." },
  },
});

@ObjectType({ description: "A link by which people without an account get a file." })
export class FileShare {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  fileId: string;

  @Field(() => String)
  fileName: string;

  @Field(() => String, { description: 'A page of the console, for everybody who has it: "/s/…".' })
  path: string;

  @Field(() => ShareStateEnum)
  state: ShareState;

  @Field(() => Boolean)
  hasPassword: boolean;

  @Field(() => DateTime, { nullable: true, description: "Null: it does not end by itself." })
  expiresAt: Date | null;

  @Field(() => Int, { nullable: true, description: "How often it can be used; null: as often as one likes." })
  downloadsMax: number | null;

  @Field(() => Int)
  downloads: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  revokedAt: Date | null;

  createdById: string;
}

export const FileShareConnection = connectionOf(() => FileShare, "FileShare");

@ObjectType({ description: "Somebody came by a share." })
export class FileShareAccess {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => AccessOutcomeEnum)
  outcome: AccessOutcome;

  @Field(() => String, { nullable: true, description: "Where they came from, as the gateway saw it." })
  address: string | null;

  @Field(() => String, { nullable: true, description: "As their browser or program named itself." })
  userAgent: string | null;
}

export const FileShareAccessConnection = connectionOf(() => FileShareAccess, "FileShareAccess");

@InputType({ description: "How a file is shared." })
export class CreateFileShareInput {
  static readonly rules = z.object({
    fileId: uuid(),
    password: z.string().min(6, "at least 6 characters").max(200, "at most 200 characters").nullish(),
    expiresAt: moment.nullish(),
    downloadsMax: z.number().int().min(1, "at least 1").max(downloadsLimitMax).nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => ID)
  fileId: string;

  @Field(() => String, { nullable: true, description: "6 to 200 characters. Kept as a hash only." })
  password?: string | null;

  @Field(() => DateTime, { nullable: true, description: "At most a year ahead." })
  expiresAt?: Date | null;

  @Field(() => Int, { nullable: true })
  downloadsMax?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same share.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Names a share." })
export class FileShareInput {
  static readonly rules = z.object({ shareId: uuid() });

  @Field(() => ID)
  shareId: string;
}

@ObjectType({ description: "The share as it is now." })
export class FileSharePayload {
  @Field(() => FileShare)
  share: FileShare;
}

@ObjectType({ description: "What whoever has the link is told of a shared file." })
export class SharedFile {
  @Field(() => ShareStateEnum)
  state: ShareState;

  @Field(() => Boolean)
  needsPassword: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Null while a password is needed, or the share does not lead to it.",
  })
  name: string | null;

  @Field(() => Float, { nullable: true })
  bytes: number | null;

  @Field(() => String, { nullable: true })
  mediaType: string | null;

  @Field(() => DateTime, { nullable: true })
  expiresAt: Date | null;

  @Field(() => Int, { nullable: true, description: "Null: as often as one likes." })
  downloadsLeft: number | null;
}

@InputType({ description: "What is in the link, and the password if it has one." })
export class OpenFileShareInput {
  static readonly rules = z.object({
    token: z.string().min(1).max(100),
    password: z.string().max(200, "at most 200 characters").nullish(),
  });

  @Field(() => String, { description: "The last part of the link." })
  token: string;

  @Field(() => String, { nullable: true })
  password?: string | null;
}

@ObjectType({ description: "The file is to be had." })
export class OpenFileSharePayload {
  @Field(() => String)
  name: string;

  @Field(() => Float)
  bytes: number;

  @Field(() => String, { description: "To be appended to the address of the API; for a few minutes." })
  url: string;

  @Field(() => DateTime)
  expiresAt: Date;
}
