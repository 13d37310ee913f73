import { v7 } from "uuid";
import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { demand } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../../database.ts";
import { fileBytesMax, uploadLivesMs } from "../file.rules.ts";
import type { FileSource } from "../file.rules.ts";
import { ownerOf } from "../file.scope.ts";
import { fileColumns } from "../fileRow.ts";
import type { FileRow } from "../fileRow.ts";
import { isRefused, mediaTypeOf } from "../mediaType.ts";
import type { FileIntake } from "./intake.ts";

export interface NewUpload {
  name: string;
  folder?: string | null | undefined;
  bytes: number;
  idempotencyKey?: string | null | undefined;
}

const uploadColumns = {
  id: true,
  tenantId: true,
  name: true,
  folder: true,
  bytes: true,
  ownerKind: true,
  ownerId: true,
  expiresAt: true,
  completedAt: true,
} as const satisfies Prisma.FileUploadSelect;
export type UploadRow = Prisma.FileUploadGetPayload<{ select: typeof uploadColumns }>;

/** Takes files in: announced by name and size, then brought to the door. */
export class UploadService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly intake: FileIntake,
    private readonly clock: () => Date,
  ) {}

  /** A repeat with the same idempotency key gets the same upload, and with it the same file. */
  async begin(context: RequestContext, { idempotencyKey: key, ...input }: NewUpload): Promise<UploadRow> {
    const { tenantId } = context.principal;
    return this.db.tenant.$transaction(async (tx) => {
      const { plan } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { plan: true } });
      const bytesMax = fileBytesMax[plan];
      if (input.bytes > bytesMax)
        throw invalidInput(
          [{ path: ["input", "bytes"], message: `at most ${bytesMax} with this plan` }],
          "FILE_TOO_LARGE",
        );
      const id = await once(tx, { tenantId, scope: "beginUpload", key, input }, async () => {
        const made = v7();
        const now = this.clock();
        await tx.fileUpload.createMany({
          data: {
            id: made,
            tenantId,
            name: input.name,
            folder: input.folder ?? "/",
            bytes: input.bytes,
            ...ownerOf(context.principal),
            createdAt: now,
            expiresAt: new Date(now.getTime() + uploadLivesMs),
          },
        });
        return made;
      });
      return tx.fileUpload.findUniqueOrThrow({ where: { id }, select: uploadColumns });
    });
  }

  /**
   * The bytes of an upload. Brought again, because the answer was lost, they are the file that is there already; brought
   * again while the first attempt is under way, the later one counts.
   *
   * @throws AppError NOT_FOUND, INVALID_INPUT (UPLOAD_SIZE_DIFFERS, FILE_TYPE_REFUSED), QUOTA_EXCEEDED, CONFLICT
   * (UPLOAD_SUPERSEDED), UNAVAILABLE (STORAGE_FAILED).
   */
  async receive(
    context: RequestContext,
    id: string,
    body: AsyncIterable<Buffer>,
  ): Promise<{ file: FileRow; isNew: boolean }> {
    const { principal } = context;
    demand(principal, "file:write");
    return inTenant(principal.tenantId, async () => {
      const upload = await this.db.tenant.fileUpload.findFirst({
        where: { id, ownerId: principal.id },
        select: uploadColumns,
      });
      if (!upload) throw notFound("upload", id);
      if (upload.completedAt) return { file: await this.fileOf(upload), isNew: false };
      if (upload.expiresAt <= this.clock()) throw notFound("upload", id);
      const origin = originOf(context);
      const file = await this.intake.take(upload, { origin, body, source: "UPLOAD", demandType });
      return { file, isNew: true };
    });
  }

  /** A file that the platform itself makes, for somebody: announced and brought at once. */
  async make(
    wish: { id: string; name: string; folder: string; source: FileSource; origin: Origin } & Pick<
      UploadRow,
      "ownerId" | "ownerKind"
    >,
    body: AsyncIterable<Buffer>,
  ): Promise<FileRow> {
    const { id, name, folder, ownerKind, ownerId, source, origin } = wish;
    const { tenantId } = origin;
    return inTenant(tenantId, async () => {
      const now = this.clock();
      const expiresAt = new Date(now.getTime() + uploadLivesMs);
      await this.db.tenant.fileUpload.createMany({
        data: { id, tenantId, name, folder, bytes: 1, ownerKind, ownerId, createdAt: now, expiresAt },
        skipDuplicates: true,
      });
      const upload = await this.db.tenant.fileUpload.findUniqueOrThrow({
        where: { id },
        select: uploadColumns,
      });
      if (upload.completedAt) return this.fileOf(upload);
      return this.intake.take({ ...upload, bytes: null }, { origin, body, source });
    });
  }

  /** The room it took is free again; what is under way is not taken any more. */
  async cancel(context: RequestContext, id: string): Promise<string> {
    const { principal } = context;
    const { count } = await this.db.tenant.fileUpload.updateMany({
      where: { id, ownerId: principal.id, completedAt: null },
      data: { expiresAt: this.clock() },
    });
    if (count === 0) throw notFound("upload", id);
    await this.intake.forget(principal.tenantId, id);
    return id;
  }

  private async fileOf({ id }: UploadRow): Promise<FileRow> {
    const file = await this.db.tenant.storedFile.findFirst({
      where: { id, deletedAt: null },
      select: fileColumns,
    });
    if (!file) throw notFound("upload", id);
    return file;
  }
}

async function demandType(head: Buffer): Promise<string> {
  const mediaType = await mediaTypeOf(head);
  if (!isRefused(mediaType)) return mediaType;
  throw new AppError("INVALID_INPUT", "FILE_TYPE_REFUSED", "Programs are not taken.", { mediaType });
}
