import { randomBytes } from "node:crypto";
import { ApiError } from "../apiError.ts";
import { type Call, get, post } from "../call.ts";
import type { Corp } from "../corp.ts";
import { readUpload, type UploadedFile } from "../multipart.ts";

const mebi = 1024 * 1024;
/** WeCom path/90253; each also over 5 bytes. */
const sizes: Readonly<Record<string, number>> = {
  image: 10 * mebi,
  voice: 2 * mebi,
  video: 10 * mebi,
  file: 20 * mebi,
};
const lifeMs = 3 * 86_400_000;
/** Of all files together; the oldest are forgotten as if their three days had passed. */
const keptMaxBytes = 256 * mebi;

export const mediaCalls = {
  "media/upload": post((call) => ({ ...store(call.corp, call.query.get("type") ?? "", readFile(call)) })),
  "media/uploadimg": post((call) => {
    const file = readFile(call);
    const { media_id } = store(call.corp, "image", file);
    return { url: `https://wework.qpic.cn/wwpic/${media_id}/0` };
  }),
  "media/get": get(({ corp, query }) => {
    const media = corp.media.get(query.get("media_id") ?? "");
    if (!media || corp.now() - media.createdAt > lifeMs) throw new ApiError(40007);
    const { bytes, contentType, filename } = media;
    return { bytes, contentType, filename };
  }),
} as const;

export function store(corp: Corp, type: string, { filename, contentType, bytes }: UploadedFile) {
  const max = Object.hasOwn(sizes, type) ? sizes[type] : undefined;
  if (max === undefined) throw new ApiError(40005);
  if (bytes.length <= 5 || bytes.length > max) throw new ApiError(40006);
  checkFormat(type, bytes);
  const mediaId = randomBytes(32).toString("base64url");
  corp.media.set(mediaId, { mediaId, type, filename, contentType, bytes, createdAt: corp.now() });
  forgetOldest(corp);
  return { type, media_id: mediaId, created_at: String(corp.nowSeconds) };
}

/** By the first bytes, as WeCom does: what a file is called says nothing. */
function checkFormat(type: string, bytes: Buffer): void {
  if (type === "image" && !isPng(bytes) && !isJpeg(bytes)) throw new ApiError(40004);
  if (type === "voice" && !bytes.subarray(0, 5).equals(Buffer.from("#!AMR"))) throw new ApiError(40004);
  if (type === "video" && bytes.subarray(4, 8).toString("latin1") !== "ftyp") throw new ApiError(40004);
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
}

function readFile({ raw, contentType }: Call): UploadedFile {
  return readUpload(raw, contentType);
}

function forgetOldest({ media }: Corp): void {
  let total = 0;
  for (const { bytes } of media.values()) total += bytes.length;
  for (const [mediaId, { bytes }] of media) {
    if (total <= keptMaxBytes) return;
    media.delete(mediaId);
    total -= bytes.length;
  }
}
