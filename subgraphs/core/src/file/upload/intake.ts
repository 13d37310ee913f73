import { audit } from "@wegraph/kit/audit";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Origin } from "@wegraph/kit/outbox";
import type { Quotas } from "@wegraph/kit/quota";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { announceFiles } from "../announceFiles.ts";
import type { FileSource } from "../file.rules.ts";
import { fileColumns } from "../fileRow.ts";
import type { FileRow } from "../fileRow.ts";
import { mediaTypeOf } from "../mediaType.ts";
import { newKey } from "../store/keys.ts";
import type { Stores } from "../store/stores.ts";
import { Measured, sizeDiffers } from "./measured.ts";
import type { UploadRow } from "./upload.service.ts";

export interface IntakeParts {
  db: CoreDatabase;
  stores: Stores;
  quotas: Quotas;
  clock: () => Date;
  log: Logger;
}

/** What is taken in; without `bytes` it is as long as it turns out to be. */
export type Expected = Omit<UploadRow, "bytes"> & { bytes: bigint | null };

export interface Taken {
  origin: Origin;
  body: AsyncIterable<Buffer>;
  source: FileSource;
  /** @throws AppError for a type that is not wanted. */
  demandType?: (head: Buffer) => Promise<string>;
}

/**
 * One attempt at an upload: bytes to the store, room from the quota, and last the row, without which the bytes are
 * nobody's. Each attempt has a key of its own, by which store and quota know it; only the last one to begin can end in a
 * file, so what an earlier one took can be given back without asking how far it got.
 */
export class FileIntake {
  constructor(private readonly parts: IntakeParts) {}

  async take(upload: Expected, taken: Taken): Promise<FileRow> {
    const { stores, quotas, log } = this.parts;
    const { tenantId } = upload;
    const objectKey = newKey(tenantId);
    await this.supersede(upload, objectKey);
    let isCommitting = false;
    const measured = new Measured(taken.body, upload.bytes === null ? undefined : Number(upload.bytes));
    try {
      await stores.primary.put(objectKey, measured).catch((error: unknown) => {
        throw storageFailure(error);
      });
      const bytes = measured.bytes;
      if (upload.bytes !== null && bytes !== Number(upload.bytes)) throw sizeDiffers(Number(upload.bytes));
      const mediaType = await (taken.demandType ?? mediaTypeOf)(measured.head);
      if (bytes > 0)
        await quotas.take({ tenantId, dimension: "STORAGE_BYTES", amount: bytes, key: quotaKey(objectKey) });
      const sha256 = measured.sha256();
      isCommitting = true;
      return await this.parts.db.tenant.$transaction((tx) =>
        this.commit(tx, upload, taken, { objectKey, bytes, mediaType, sha256 }),
      );
    } catch (error) {
      if (!(error instanceof AppError)) log.warn({ err: error, uploadId: upload.id }, "upload not taken in");
      // A connection that broke while it was committed may have left the row, whose bytes these are: the clean-up sees.
      if (!isCommitting || error instanceof AppError) await this.discard(tenantId, objectKey);
      throw error;
    }
  }

  /** What an attempt took and left behind; nothing if it got that far that nothing is to be removed. */
  async forget(tenantId: string, uploadId: string): Promise<void> {
    const found = await this.parts.db.tenant.fileUpload.findFirst({
      where: { id: uploadId, completedAt: null },
      select: { objectKey: true },
    });
    if (found?.objectKey) await this.discard(tenantId, found.objectKey);
  }

  /** Whatever goes wrong here is put right by the clean-up, which goes by the same keys. */
  async discard(tenantId: string, objectKey: string): Promise<void> {
    const { stores, quotas, log } = this.parts;
    try {
      await stores.remove(objectKey);
      await quotas.giveBack({ tenantId, dimension: "STORAGE_BYTES", key: quotaKey(objectKey) });
    } catch (err) {
      log.warn({ err, objectKey }, "remains of an upload left to the clean-up");
    }
  }

  private async supersede({ id, tenantId }: Expected, objectKey: string): Promise<void> {
    const before = await this.parts.db.tenant.$transaction(async (tx) => {
      const [found] = await tx.$queryRaw<{ objectKey: string | null }[]>`
        SELECT object_key AS "objectKey" FROM saas_file_uploads
        WHERE id = ${id}::uuid AND completed_at IS NULL FOR UPDATE`;
      if (!found) throw superseded();
      await tx.fileUpload.updateMany({ where: { id }, data: { objectKey } });
      return found.objectKey;
    });
    if (before !== null) await this.discard(tenantId, before);
  }

  private async commit(
    tx: Tx,
    { id, tenantId, name, folder, ownerKind, ownerId }: Expected,
    { origin, source }: Taken,
    content: { objectKey: string; bytes: number; mediaType: string; sha256: Uint8Array<ArrayBuffer> },
  ): Promise<FileRow> {
    const now = this.parts.clock();
    const { objectKey, bytes, mediaType, sha256 } = content;
    const won = await tx.fileUpload.updateMany({
      where: { id, objectKey, completedAt: null, expiresAt: { gt: now } },
      data: { completedAt: now },
    });
    if (won.count === 0) throw superseded();
    const owner = { ownerKind, ownerId };
    const times = { createdAt: now, updatedAt: now };
    const store = this.parts.stores.primary.name;
    await tx.storedFile.createMany({
      data: {
        id,
        tenantId,
        name,
        folder,
        mediaType,
        bytes,
        sha256,
        source,
        store,
        objectKey,
        ...owner,
        ...times,
      },
    });
    await announceFiles(tx, origin, "UPLOADED", [{ id, name, mediaType, bytes: BigInt(bytes), ownerId }]);
    await audit(tx, domain, origin, {
      action: "file.uploaded",
      resourceType: "file",
      resourceId: id,
      changes: [
        { field: "name", after: name },
        { field: "mediaType", after: mediaType },
        { field: "bytes", after: bytes },
      ],
    });
    return tx.storedFile.findUniqueOrThrow({ where: { id }, select: fileColumns });
  }
}

/** What the quota knows the bytes of an object by. */
function quotaKey(objectKey: string): string {
  return `file:${objectKey}`;
}

function superseded(): AppError {
  return new AppError(
    "CONFLICT",
    "UPLOAD_SUPERSEDED",
    "The upload was cancelled, has expired, or was begun anew meanwhile.",
  );
}

/** Of the caller's own breaking off nothing need be said to anybody; the rest is the store's. */
function storageFailure(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && "code" in cause && cause.code === "ECONNRESET")
    return new AppError("INVALID_INPUT", "BODY_INCOMPLETE", "The body ended early.", {}, { cause });
  return new AppError(
    "UNAVAILABLE",
    "STORAGE_FAILED",
    "The file could not be stored right now. Try again later.",
    {},
    { cause },
  );
}
