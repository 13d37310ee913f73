import { z } from "zod";
import { text } from "@wegraph/kit/validate";

export const nameMax = 255;
const folderMax = 500;
const foldersDeepMax = 10;
const folderNameMax = 100;

/** How large one file may be, by the tenant's plan. How much there may be in all says the quota STORAGE_BYTES. */
export const fileBytesMax = {
  FREE: 50 * 1024 ** 2,
  STANDARD: 500 * 1024 ** 2,
  ENTERPRISE: 5 * 1024 ** 3,
} as const;
export const fileBytesLargest = fileBytesMax.ENTERPRISE;

/** An upload that was announced has so long to arrive. */
export const uploadLivesMs = 60 * 60_000;
/** How long what was deleted can be restored. */
export const trashKeptMs = 30 * 24 * 60 * 60_000;
/** A download link: long enough to begin a download, and to take it up again where it broke off. */
export const linkLivesMs = 10 * 60_000;

/** What a file was made by. */
export const fileSources = ["UPLOAD", "AUDIT_EXPORT", "REPORT"] as const;
export type FileSource = (typeof fileSources)[number];

/** A name as it can stand in a list, a header and a folder of the one who downloads it. */
export function fileName() {
  return text(1, nameMax)
    .refine((name) => !/[/\\]/.test(name), "must not contain a slash")
    .refine((name) => !/^\.{1,2}$/.test(name), "is no name");
}

/** "/" or "/reports/2026": slashes that are too many or missing are put right. */
export function folderPath() {
  return text(0, folderMax)
    .transform(
      (path) =>
        `/${path
          .split("/")
          .map((part) => part.trim())
          .filter(Boolean)
          .join("/")}`,
    )
    .refine((path) => !/(^|\/)\.{1,2}(\/|$)/.test(path), "must not contain . or ..")
    .refine((path) => !path.includes("\\"), "must not contain a backslash")
    .refine((path) => path.split("/").length - 1 <= foldersDeepMax, `at most ${foldersDeepMax} folders deep`)
    .refine(
      (path) => path.split("/").every((part) => part.length <= folderNameMax),
      `at most ${folderNameMax} characters for each folder`,
    );
}

export const fileIds = z
  .array(z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "not an id"))
  .min(1, "at least one")
  .max(200, "at most 200");
