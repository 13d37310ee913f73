import { createHash } from "node:crypto";
import { inTenant } from "@wegraph/database/scope";
import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { demand, refusal, scopeFor } from "@wegraph/kit/principal";
import { v7 } from "uuid";
import { domain } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { MediaKind } from "./media.kinds.ts";
import { checkFile, cleanFilename } from "./media.rules.ts";
import type { MediaStore } from "./media.store.ts";

export interface NewFile {
  kind: MediaKind;
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/** Of all files of a tenant together: 5 GiB. */
const mediaBytesPerTenantMax = 5 * 1024 ** 3;

/** Takes files in for messages, and removes them. */
export class MediaService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly store: MediaStore,
    private readonly clock: () => Date,
  ) {}

  /** The same bytes under the same name again are the file that is there already: whoever repeats an upload gets it. */
  async upload(context: RequestContext, file: NewFile): Promise<{ id: string; isNew: boolean }> {
    const { principal } = context;
    demand(principal, "message:send");
    const checked = checkFile(file.kind, file.bytes, file.contentType);
    if (!checked.ok) throw invalidInput([{ path: ["file"], message: checked.message }], "FILE_REFUSED");
    const { tenantId } = principal;
    const { kind, bytes } = file;
    const filename = cleanFilename(file.filename);
    const sha256 = createHash("sha256").update(bytes).digest();
    return inTenant(tenantId, () =>
      this.db.tenant.$transaction(async (tx) => {
        // Two who bring files at once may not pass the limit together, nor make one file twice.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('wegraph_media ' || ${tenantId}, 0))`;
        const known = await tx.mediaFile.findFirst({
          where: { kind, filename, sha256, deletedAt: null },
          select: { id: true },
        });
        if (known) return { id: known.id, isNew: false };
        await this.demandRoom(tx, bytes.length);
        const id = v7();
        await tx.mediaFile.create({
          data: {
            id,
            tenantId,
            kind,
            filename,
            sha256,
            contentType: checked.contentType,
            sizeBytes: bytes.length,
            createdById: principal.kind === "USER" ? principal.id : null,
            createdAt: this.clock(),
          },
        });
        await this.store.put(tx, { fileId: id, tenantId, bytes });
        await audit(tx, domain, originOf(context), {
          action: "media-file.uploaded",
          resourceType: "media-file",
          resourceId: id,
          changes: [
            { field: "kind", after: kind },
            { field: "sizeBytes", after: bytes.length },
          ],
        });
        return { id, isNew: true };
      }),
    );
  }

  /** Its bytes are gone with the commit; the record stays for the messages that name it. */
  async delete(context: RequestContext, id: string): Promise<void> {
    const { principal } = context;
    await this.db.tenant.$transaction(async (tx) => {
      const file = await tx.mediaFile.findFirst({ where: { id, deletedAt: null } });
      if (!file) throw notFound("media file", id);
      const scope = scopeFor(principal, "message:send");
      const isMine = file.createdById !== null && file.createdById === principal.id;
      if (scope === null || (scope !== "TENANT" && !isMine)) throw refusal(principal, ["message:send"]);
      await tx.mediaFile.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: this.clock() } });
      await this.store.drop(tx, id);
      await audit(tx, domain, originOf(context), {
        action: "media-file.deleted",
        resourceType: "media-file",
        resourceId: id,
      });
    });
  }

  private async demandRoom(tx: Tx, bytes: number): Promise<void> {
    const { _sum } = await tx.mediaFile.aggregate({ where: { deletedAt: null }, _sum: { sizeBytes: true } });
    const used = _sum.sizeBytes ?? 0;
    if (used + bytes > mediaBytesPerTenantMax)
      throw new AppError(
        "QUOTA_EXCEEDED",
        "MEDIA_STORAGE_FULL",
        "There is no room for more files. Delete some.",
        {
          usedBytes: used,
          bytesMax: mediaBytesPerTenantMax,
        },
      );
  }
}
