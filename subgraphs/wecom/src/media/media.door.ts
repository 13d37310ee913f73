import { inTenant } from "@wegraph/database/scope";
import { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { wholeBody } from "@wegraph/kit/files";
import type { FileAnswer, FileRequest } from "@wegraph/kit/files";
import type { Logger } from "@wegraph/kit/log";
import { demand } from "@wegraph/kit/principal";
import { Slots } from "@wegraph/kit/slots";
import { isUuid } from "@wegraph/kit/validate";
import { mediaKinds } from "./media.kinds.ts";
import type { MediaFile } from "./media.model.ts";
import type { MediaReader } from "./media.reader.ts";
import type { MediaService } from "./media.service.ts";
import type { MediaStore } from "./media.store.ts";

interface DoorParts {
  service: MediaService;
  reader: MediaReader;
  store: MediaStore;
  log: Logger;
}

/** A file is whole in memory while it is checked and stored: so many at once are 160 MB. */
const underWayMax = 8;
const waitingMax = 64;

/** `POST /files/wecom/media?kind=IMAGE&filename=…` with the bytes as body, and `GET /files/wecom/media/{id}`. */
export class MediaDoor {
  private readonly slots = new Slots(underWayMax);

  constructor(private readonly parts: DoorParts) {}

  async handle(request: FileRequest): Promise<FileAnswer> {
    const { method, path, principal, correlationId } = request;
    const context = new RequestContext(principal, correlationId, this.parts.log);
    if (method === "POST" && path === "media") {
      demand(principal, "message:send");
      if (this.slots.waiting >= waitingMax)
        throw new AppError("UNAVAILABLE", "FILES_BUSY", "Too many files are under way. Try again later.");
      return this.slots.run(() => this.take(context, request));
    }
    const [, id] = /^media\/([^/]+)$/.exec(path) ?? [];
    if (method === "GET" && id !== undefined) return this.give(context, id);
    throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
  }

  private async take(context: RequestContext, request: FileRequest): Promise<FileAnswer> {
    const { query, headers } = request;
    const contentType = headers["content-type"] ?? "application/octet-stream";
    const kind = mediaKinds.find((each) => each === query.get("kind"));
    if (!kind)
      throw invalidInput([{ path: ["kind"], message: `one of ${mediaKinds.join(", ")}` }], "FILE_REFUSED");
    if (/^multipart\//i.test(contentType))
      throw invalidInput(
        [{ path: ["file"], message: "send the bytes themselves as the body" }],
        "FILE_REFUSED",
      );
    const { id, isNew } = await this.parts.service.upload(context, {
      kind,
      filename: query.get("filename") ?? "",
      contentType,
      bytes: await wholeBody(request),
    });
    const file = await this.found(context, id);
    return {
      status: isNew ? 201 : 200,
      headers: { "content-type": "application/json; charset=utf-8", location: `/files/wecom/media/${id}` },
      body: JSON.stringify(shown(file)),
    };
  }

  private async give(context: RequestContext, id: string): Promise<FileAnswer> {
    const { principal } = context;
    demand(principal, "message:read");
    if (!isUuid(id)) throw notFound("media file", id);
    const file = await this.found(context, id);
    const bytes = await this.parts.store.get(principal.tenantId, id);
    if (!bytes) throw notFound("media file", id);
    return {
      status: 200,
      headers: {
        "content-type": file.contentType,
        // Never shown as a page of ours, whatever is in it.
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
        "cache-control": "private, max-age=3600",
      },
      body: bytes,
    };
  }

  private async found(context: RequestContext, id: string): Promise<MediaFile> {
    const file = await inTenant(
      context.principal.tenantId,
      async () => await this.parts.reader.find(context, id),
    );
    if (!file) throw notFound("media file", id);
    return file;
  }
}

function shown({ id, kind, filename, contentType, sizeBytes, createdAt }: MediaFile): object {
  return { id, kind, filename, contentType, sizeBytes, createdAt: createdAt.toISOString() };
}
