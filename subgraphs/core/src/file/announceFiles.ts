import { announceAll } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../database.ts";
import { fileChanged, fileDeleted, fileUploaded } from "./file.events.ts";
import type { FileChangeKind } from "./file.events.ts";
import type { FileRow } from "./fileRow.ts";

type Told = Pick<FileRow, "id" | "name" | "mediaType" | "bytes" | "ownerId">;

/** Tells of a change of files: to lists as one kind of event, to other systems by what it was. */
export async function announceFiles(
  tx: Tx,
  origin: Origin,
  change: FileChangeKind,
  files: readonly Told[],
): Promise<void> {
  await announceAll(
    tx,
    files.map(({ id: fileId, ownerId }) => ({
      origin,
      definition: fileChanged,
      payload: { fileId, ownerId, change },
    })),
  );
  const definition = change === "UPLOADED" ? fileUploaded : change === "DELETED" ? fileDeleted : undefined;
  if (!definition) return;
  await announceAll(
    tx,
    files.map(({ id: fileId, name, mediaType, bytes, ownerId }) => ({
      origin,
      definition,
      payload: { fileId, name, mediaType, bytes: Number(bytes), ownerId },
    })),
  );
}
