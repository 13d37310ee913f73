import { oneOf } from "@wegraph/kit/codes";
import type { Upload } from "./file.inputs.ts";
import type { FileItem } from "./file.model.ts";
import { fileSources, trashKeptMs } from "./file.rules.ts";
import type { FileRow } from "./fileRow.ts";
import { isShown } from "./mediaType.ts";
import type { UploadRow } from "./upload/upload.service.ts";

export function asFile({ bytes, sha256, source, ...row }: FileRow): FileItem {
  const { deletedAt, mediaType } = row;
  return {
    ...row,
    bytes: Number(bytes),
    sha256: Buffer.from(sha256).toString("hex"),
    source: oneOf(fileSources, source),
    isPreviewable: deletedAt === null && isShown(mediaType),
    purgeAt: deletedAt && new Date(deletedAt.getTime() + trashKeptMs),
  };
}

export function asUpload({ id, expiresAt }: UploadRow, file: FileRow | null): Upload {
  return { id, expiresAt, url: `/files/core/uploads/${id}`, file: file && asFile(file) };
}
