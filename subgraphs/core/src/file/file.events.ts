import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

const file = z.object({
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  ownerId: z.string(),
});

export const fileUploaded = defineEvent("core.file.uploaded.v1", file);

/** It is in the trash. */
export const fileDeleted = defineEvent("core.file.deleted.v1", file);

export const fileChanges = ["UPLOADED", "UPDATED", "DELETED", "RESTORED", "PURGED"] as const;
export type FileChangeKind = (typeof fileChanges)[number];

/** Whatever happened to a file: what lists follow. */
export const fileChanged = defineEvent(
  "core.file.changed.v1",
  z.object({ fileId: z.string(), ownerId: z.string(), change: z.enum(fileChanges) }),
);
