import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { MediaKind } from "../../message/content/content.wire.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, outcomeOf, seconds } from "../endpoint.ts";
import { accepted, unknown } from "../outcome.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";

export interface MediaFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Every file has more than 5 bytes (WeCom path/90253). */
export const mediaBytes: Readonly<Record<MediaKind, { readonly max: number; readonly formats: string }>> = {
  image: { max: 10 * 1024 * 1024, formats: "JPG, PNG" },
  voice: { max: 2 * 1024 * 1024, formats: "AMR, 60 s" },
  video: { max: 10 * 1024 * 1024, formats: "MP4" },
  file: { max: 20 * 1024 * 1024, formats: "any" },
};
export const mediaBytesMin = 6;

const uploaded = z
  .object({ media_id: z.string().min(1), created_at: seconds })
  .transform((answer) => ({ mediaId: answer.media_id, createdAt: answer.created_at }));

/** Good for three days from `createdAt`, for every application of the corp. */
export type UploadedMedia = z.output<typeof uploaded>;

const upload = endpoint("POST", "media/upload", uploaded);
const uploadByRobot = endpoint("POST", "webhook/upload_media", uploaded);
const uploadImage = endpoint(
  "POST",
  "media/uploadimg",
  z.object({ url: z.string().min(1) }).transform(({ url }) => url),
);
const download = endpoint<MediaFile>("GET", "media/get", z.never());

const uploadTimeoutMs = 60_000;
const downloadMaxBytes = 24 * 1024 * 1024;

/** Temporary media (WeCom path/90253, 90254). Uploading twice does no harm but for the traffic. */
export class MediaCalls {
  constructor(private readonly caller: Caller) {}

  upload(
    app: AppAccess,
    type: MediaKind,
    file: MediaFile,
    options?: CallOptions,
  ): Promise<ApiOutcome<UploadedMedia>> {
    return this.caller.call(app, upload, {
      timeoutMs: uploadTimeoutMs,
      ...options,
      query: { type },
      body: multipart(file),
    });
  }

  /** The id serves this robot only. */
  uploadByRobot(
    key: string,
    type: "file" | "voice",
    file: MediaFile,
    options?: CallOptions,
  ): Promise<ApiOutcome<UploadedMedia>> {
    return this.caller.withKey(key, uploadByRobot, {
      timeoutMs: uploadTimeoutMs,
      ...options,
      query: { type },
      body: multipart(file),
    });
  }

  /** A picture with an address that stays, for news. */
  uploadImage(app: AppAccess, file: MediaFile, options?: CallOptions): Promise<ApiOutcome<string>> {
    return this.caller.call(app, uploadImage, {
      timeoutMs: uploadTimeoutMs,
      ...options,
      body: multipart(file),
    });
  }

  /** What members sent, and what was uploaded. */
  download(app: AppAccess, mediaId: string, options?: CallOptions): Promise<ApiOutcome<MediaFile>> {
    const request = {
      timeoutMs: uploadTimeoutMs,
      ...options,
      query: { media_id: mediaId },
      answerMaxBytes: downloadMaxBytes,
    };
    return this.caller.withToken(app, download, request, (answer) => {
      const { "content-type": contentType = "", "content-disposition": disposition = "" } = answer.headers;
      // A refusal comes as JSON where the file would.
      if (/^(application\/json|text\/plain)/.test(contentType) && disposition === "")
        return outcomeOf(answer, download);
      if (answer.status !== 200) return unknown("server_error", `status ${answer.status}`);
      return accepted({ filename: filenameOf(disposition), contentType, bytes: answer.bytes });
    });
  }
}

/** One field named `media`, as WeCom wants it, with the length beside the name. */
function multipart({ filename, contentType, bytes }: MediaFile) {
  const boundary = `wegraph-${randomBytes(16).toString("hex")}`;
  // A quote or a line break in a name would end the header it stands in.
  const name = filename.replaceAll(/["\r\n\\]/g, "_");
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : "application/octet-stream";
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${name}"; filelength=${bytes.length}\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function filenameOf(disposition: string): string {
  const encoded = /filename\*=(?:utf-8|UTF-8)''([^;]+)/.exec(disposition)?.[1];
  const plain = /filename="([^"]*)"/.exec(disposition)?.[1];
  try {
    return encoded === undefined ? (plain ?? "") : decodeURIComponent(encoded);
  } catch {
    return plain ?? "";
  }
}
