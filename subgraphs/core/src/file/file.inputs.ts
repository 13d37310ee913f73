import { Field, Float, ID, InputType, ObjectType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { FileItem } from "./file.model.ts";
import { fileBytesLargest, fileIds, fileName, folderPath } from "./file.rules.ts";

@InputType({ description: "A file that is about to be brought." })
export class BeginUploadInput {
  static readonly rules = z.object({
    name: fileName(),
    folder: folderPath().nullish(),
    bytes: z.number().int("whole bytes").min(1, "at least 1").max(fileBytesLargest),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => String, { description: "Up to 255 characters, without slashes." })
  name: string;

  @Field(() => String, { nullable: true, description: '"/" if not given; made by being used.' })
  folder?: string | null;

  @Field(() => Float, { description: "How long it is, exactly." })
  bytes: number;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same upload.",
  })
  idempotencyKey?: string | null;
}

@ObjectType({ description: "Where and until when the file is to be brought." })
export class Upload {
  @Field(() => ID, { description: "The file will have the same." })
  id: string;

  @Field(() => String, {
    description: "To be appended to the address of the API: PUT the bytes there, with the same credential.",
  })
  url: string;

  @Field(() => DateTime)
  expiresAt: Date;

  @Field(() => FileItem, { nullable: true, description: "Once it has come." })
  file: FileItem | null;
}

@ObjectType({ description: "An upload, announced." })
export class BeginUploadPayload {
  @Field(() => Upload)
  upload: Upload;
}

@InputType({ description: "Names an upload." })
export class CancelUploadInput {
  static readonly rules = z.object({ uploadId: uuid() });

  @Field(() => ID)
  uploadId: string;
}

@InputType({ description: "A file's other name." })
export class RenameFileInput {
  static readonly rules = z.object({ fileId: uuid(), name: fileName() });

  @Field(() => ID)
  fileId: string;

  @Field(() => String)
  name: string;
}

@InputType({ description: "Files, and the folder they are to be in." })
export class MoveFilesInput {
  static readonly rules = z.object({ fileIds, folder: folderPath() });

  @Field(() => [ID], { description: "Up to 200." })
  fileIds: string[];

  @Field(() => String, { description: "Made by being used." })
  folder: string;
}

@InputType({ description: "Names files." })
export class FilesInput {
  static readonly rules = z.object({ fileIds });

  @Field(() => [ID], { description: "Up to 200: all of them, or none." })
  fileIds: string[];
}

@ObjectType({ description: "The file as it is now." })
export class FilePayload {
  @Field(() => FileItem)
  file: FileItem;
}

@ObjectType({ description: "The files as they are now." })
export class FilesPayload {
  @Field(() => [FileItem])
  files: FileItem[];
}

@ObjectType({ description: "What is gone." })
export class PurgeFilesPayload {
  @Field(() => [ID])
  purgedIds: string[];
}
