import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import type { Permission } from "@wegraph/kit/principal";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { announceFiles } from "./announceFiles.ts";
import type { FileLinks } from "./door/links.ts";
import type { FileChangeKind } from "./file.events.ts";
import { linkLivesMs } from "./file.rules.ts";
import { reachOf } from "./file.scope.ts";
import { fileColumns } from "./fileRow.ts";
import type { FileRow } from "./fileRow.ts";
import { isShown } from "./mediaType.ts";

export interface FileServiceParts {
  db: CoreDatabase;
  links: FileLinks;
  /** Removes the bytes of files whose rows are gone. */
  discard: (tenantId: string, objectKey: string) => Promise<void>;
  clock: () => Date;
}

interface Change {
  right: Permission;
  where: Prisma.StoredFileWhereInput;
  act: string;
  told: FileChangeKind;
  data: Prisma.StoredFileUncheckedUpdateManyInput;
}

/** What is done to files that are there. All of those named, or none. */
export class FileService {
  constructor(private readonly parts: FileServiceParts) {}

  /** A path at the gateway that whoever has it may use until it is over. */
  downloadLink(
    { principal }: RequestContext,
    file: FileRow,
    as: "attachment" | "inline",
  ): { url: string; expiresAt: Date } {
    const expiresAt = new Date(this.parts.clock().getTime() + linkLivesMs);
    const shown = as === "inline" && isShown(file.mediaType) ? "inline" : "attachment";
    const { tenantId } = principal;
    const url = this.parts.links.pathOf({ tenantId, fileId: file.id, shareId: null, as: shown, expiresAt });
    return { url, expiresAt };
  }

  async rename(context: RequestContext, id: string, name: string): Promise<FileRow> {
    const [file] = await this.change(context, [id], {
      right: "file:write",
      where: { deletedAt: null },
      act: "renamed",
      told: "UPDATED",
      data: { name },
    });
    if (!file) throw notFound("file", id);
    return file;
  }

  move(context: RequestContext, ids: readonly string[], folder: string): Promise<FileRow[]> {
    return this.change(context, ids, {
      right: "file:write",
      where: { deletedAt: null },
      act: "moved",
      told: "UPDATED",
      data: { folder },
    });
  }

  /** To the trash; its shares and links lead nowhere from then on. What is there already stays as it is. */
  remove(context: RequestContext, ids: readonly string[]): Promise<FileRow[]> {
    const { kind, id } = context.principal;
    return this.change(context, ids, {
      right: "file:delete",
      where: { deletedAt: null },
      act: "deleted",
      told: "DELETED",
      data: { deletedAt: this.parts.clock(), deletedById: kind === "SYSTEM" ? null : id },
    });
  }

  restore(context: RequestContext, ids: readonly string[]): Promise<FileRow[]> {
    return this.change(context, ids, {
      right: "file:delete",
      where: { deletedAt: { not: null } },
      act: "restored",
      told: "RESTORED",
      data: { deletedAt: null, deletedById: null },
    });
  }

  /** For good, out of the trash. The room is free again once the bytes are gone. */
  async purge(context: RequestContext, ids: readonly string[]): Promise<string[]> {
    const files = await this.parts.db.tenant.$transaction(async (tx) => {
      const found = await locked(tx, ids, {
        ...reachOf(context.principal, "file:delete"),
        deletedAt: { not: null },
      });
      const origin = originOf(context);
      await tx.storedFile.deleteMany({ where: { id: { in: found.map(({ id }) => id) } } });
      await announceFiles(tx, origin, "PURGED", found);
      for (const { id, name } of found)
        await audit(tx, domain, origin, {
          action: "file.purged",
          resourceType: "file",
          resourceId: id,
          changes: [{ field: "name", before: name }],
        });
      return found;
    });
    for (const { tenantId, objectKey } of files) await this.parts.discard(tenantId, objectKey);
    return files.map(({ id }) => id);
  }

  private async change(
    context: RequestContext,
    ids: readonly string[],
    { right, where, act, told, data }: Change,
  ): Promise<FileRow[]> {
    return this.parts.db.tenant.$transaction(async (tx) => {
      const before = await locked(tx, ids, { ...reachOf(context.principal, right), ...where });
      const found = before.map(({ id }) => id);
      await tx.storedFile.updateMany({
        where: { id: { in: found } },
        data: { ...data, updatedAt: this.parts.clock() },
      });
      const after = await tx.storedFile.findMany({ where: { id: { in: found } }, select: fileColumns });
      const origin = originOf(context);
      await announceFiles(tx, origin, told, after);
      for (const file of before)
        await audit(tx, domain, origin, {
          action: `file.${act}`,
          resourceType: "file",
          resourceId: file.id,
          changes: changesBetween({ ...file }, { ...audited(data) }),
        });
      return after;
    });
  }
}

/** What of a change the audit log shows. */
function audited({ name, folder, deletedAt }: Change["data"]): Record<string, unknown> {
  return {
    ...(name !== undefined && { name }),
    ...(folder !== undefined && { folder }),
    ...(deletedAt !== undefined && { deletedAt }),
  };
}

/** @throws AppError NOT_FOUND for the first that is not there, or is not for the caller to change. */
async function locked(
  tx: Tx,
  ids: readonly string[],
  where: Prisma.StoredFileWhereInput,
): Promise<FileRow[]> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  await tx.$queryRaw`SELECT FROM saas_files WHERE id = ANY(${wanted}::uuid[]) ORDER BY id FOR UPDATE`;
  const found = await tx.storedFile.findMany({
    where: { AND: [{ id: { in: wanted } }, where] },
    select: fileColumns,
  });
  const missing = wanted.find((id) => !found.some((file) => file.id === id));
  if (missing !== undefined) throw notFound("file", missing);
  return found;
}
