import { inTenant } from "@wegraph/database/scope";
import { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import type { FileAnswer, FileRequest } from "@wegraph/kit/files";
import type { Logger } from "@wegraph/kit/log";
import { demand, isSignedIn } from "@wegraph/kit/principal";
import { isUuid } from "@wegraph/kit/validate";
import type { CoreDatabase } from "../../database.ts";
import { reachOf } from "../file.scope.ts";
import type { Reach } from "../file.scope.ts";
import { asFile } from "../file.view.ts";
import { fileColumns } from "../fileRow.ts";
import type { FileRow } from "../fileRow.ts";
import { isShown } from "../mediaType.ts";
import type { Stores } from "../store/stores.ts";
import type { UploadService } from "../upload/upload.service.ts";
import { disposition } from "./disposition.ts";
import type { FileLinks } from "./links.ts";
import { rangeOf } from "./range.ts";

export interface FileDoorParts {
  db: CoreDatabase;
  stores: Stores;
  uploads: UploadService;
  links: FileLinks;
  log: Logger;
}

/**
 * `PUT /files/core/uploads/{id}` with the bytes as body; `GET /files/core/{id}` with a signed link's query, or with a
 * credential that has the right to read the file.
 */
export class FileDoor {
  constructor(private readonly parts: FileDoorParts) {}

  async handle(request: FileRequest): Promise<FileAnswer> {
    const { method, path } = request;
    const [, uploadId] = /^uploads\/([^/]+)$/.exec(path) ?? [];
    if (uploadId !== undefined && (method === "PUT" || method === "POST"))
      return this.take(uploadId, request);
    if (isUuid(path) && (method === "GET" || method === "HEAD"))
      return this.give(path.toLowerCase(), request);
    throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
  }

  private async take(id: string, request: FileRequest): Promise<FileAnswer> {
    const { principal, correlationId, headers, body } = request;
    if (/^multipart\//i.test(headers["content-type"] ?? ""))
      throw invalidInput(
        [{ path: ["file"], message: "send the bytes themselves as the body" }],
        "FILE_REFUSED",
      );
    demand(principal, "file:write");
    if (!isUuid(id)) throw notFound("upload", id);
    const context = new RequestContext(principal, correlationId, this.parts.log);
    const { file, isNew } = await this.parts.uploads.receive(context, id.toLowerCase(), body);
    const { ownerKind: _kind, ownerId: _owner, ...shown } = asFile(file);
    return {
      status: isNew ? 201 : 200,
      headers: { "content-type": "application/json; charset=utf-8", location: `/files/core/${file.id}` },
      body: JSON.stringify(shown),
    };
  }

  private async give(id: string, { method, principal, query, headers }: FileRequest): Promise<FileAnswer> {
    const link = query.has("signature") ? this.parts.links.read(id, query) : null;
    if (!link) {
      if (query.has("signature") && !isSignedIn(principal)) throw notFound("file", id);
      demand(principal, "file:read");
    }
    const tenantId = link?.tenantId ?? principal.tenantId;
    const file = await inTenant(tenantId, () =>
      this.found(id, link ? { shareId: link.shareId } : { reach: reachOf(principal, "file:read") }),
    );
    return this.answer(file, { isHead: method === "HEAD", as: link?.as ?? "attachment", headers });
  }

  private async found(id: string, by: { shareId: string | null } | { reach: Reach }): Promise<FileRow> {
    const { storedFile, fileShare, tenant } = this.parts.db.tenant;
    const where = { id, deletedAt: null, ...("reach" in by && by.reach) };
    const file = await storedFile.findFirst({ where, select: fileColumns });
    if (!file) throw notFound("file", id);
    // A link outlives neither the share it was given out for, nor that its tenant may do anything at all.
    if (!("reach" in by)) {
      const isActive = await tenant.count({ where: { id: file.tenantId, status: "ACTIVE" } });
      const holds =
        by.shareId === null ||
        (await fileShare.count({ where: { id: by.shareId, fileId: id, revokedAt: null } })) > 0;
      if (isActive === 0 || !holds) throw notFound("file", id);
    }
    return file;
  }

  private async answer(
    file: FileRow,
    {
      isHead,
      as,
      headers,
    }: { isHead: boolean; as: "attachment" | "inline"; headers: FileRequest["headers"] },
  ): Promise<FileAnswer> {
    const bytes = Number(file.bytes);
    const etag = `"${Buffer.from(file.sha256).toString("hex")}"`;
    const common = {
      etag,
      "accept-ranges": "bytes",
      "cache-control": "private, no-cache",
      "content-type": file.mediaType === "text/plain" ? "text/plain; charset=utf-8" : file.mediaType,
      // Whatever is in it, it never becomes a page of ours.
      "content-disposition": disposition(isShown(file.mediaType) ? as : "attachment", file.name),
      ...(as === "inline" && file.mediaType === "application/pdf" && shownInOurPages),
    };
    if (matches(headers["if-none-match"], etag)) return { status: 304, headers: common, body: "" };
    const wanted =
      headers["if-range"] === undefined || headers["if-range"] === etag ? headers["range"] : undefined;
    const range = rangeOf(wanted, bytes);
    if (range === "UNSATISFIABLE")
      return {
        status: 416,
        headers: { "content-range": `bytes */${bytes}`, "content-type": "text/plain" },
        body: "",
      };
    const length = range ? range.last - range.first + 1 : bytes;
    const told = {
      ...common,
      "content-length": String(length),
      ...(range && { "content-range": `bytes ${range.first}-${range.last}/${bytes}` }),
    };
    const status = range ? 206 : 200;
    if (isHead) return { status, headers: told, body: "" };
    const body = await this.parts.stores.read(file, range ?? undefined).catch((cause: unknown) => {
      throw new AppError(
        "UNAVAILABLE",
        "STORAGE_FAILED",
        "The file cannot be read right now.",
        {},
        { cause },
      );
    });
    if (!body) {
      this.parts.log.error({ fileId: file.id, objectKey: file.objectKey }, "content of a file is missing");
      throw new AppError("NOT_FOUND", "FILE_CONTENT_MISSING", "The content of this file is missing.", {
        id: file.id,
      });
    }
    return { status, headers: told, body };
  }
}

/** A PDF is shown by the browser's own viewer, which the usual policy would keep out of a frame. */
const shownInOurPages = {
  "content-security-policy": "frame-ancestors 'self'",
  "x-frame-options": "SAMEORIGIN",
};

function matches(header: string | undefined, etag: string): boolean {
  return header?.split(",").some((each) => each.trim().replace(/^W\//, "") === etag) ?? false;
}
