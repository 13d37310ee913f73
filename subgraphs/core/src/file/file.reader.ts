import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import type { FileOrderField } from "./file.order.ts";
import { reachOf } from "./file.scope.ts";
import { fileColumns } from "./fileRow.ts";
import type { FileRow } from "./fileRow.ts";

export interface FileQuery {
  search?: string | null | undefined;
  folder?: string | null | undefined;
  includeSubfolders?: boolean | null | undefined;
  mediaType?: string | null | undefined;
  ownerId?: string | null | undefined;
  inTrash?: boolean | null | undefined;
}

const kindOf = { name: "string", bytes: "bigint", createdAt: "date" } as const;

export interface FolderRow {
  path: string;
  files: number;
  bytes: number;
}

export interface StorageSums {
  files: number;
  bytes: number;
  trashedFiles: number;
  trashedBytes: number;
}

/** Reading files: those of the caller's tenant that the caller's right reaches. */
export class FileReader {
  constructor(private readonly db: CoreDatabase) {}

  page(
    context: RequestContext,
    query: FileQuery,
    order: { by: FileOrderField; direction: "asc" | "desc" },
    args: PageArgs,
  ): Promise<Page<FileRow>> {
    const where = { AND: [reachOf(context.principal, "file:read"), conditions(query)] };
    const columns: OrderColumn[] = [
      { field: order.by, direction: order.direction, kind: kindOf[order.by] },
      { field: "id", direction: order.direction, kind: "uuid" },
    ];
    return keysetPage(
      args,
      columns,
      (keyset) =>
        this.db.tenant.storedFile.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
          select: fileColumns,
        }),
      () => this.db.tenant.storedFile.count({ where }),
    );
  }

  find(context: RequestContext, id: string): Promise<FileRow | null> {
    return context.loader(this.load).load(id);
  }

  /** After a change: what the request has read before is not so any more. */
  forget(context: RequestContext): void {
    context.loader(this.load).clearAll();
  }

  /** The folders there are: a folder is what files are in. */
  async folders({ principal }: RequestContext): Promise<FolderRow[]> {
    const rows = await this.db.tenant.storedFile.groupBy({
      by: ["folder"],
      where: { ...reachOf(principal, "file:read"), deletedAt: null },
      _count: { _all: true },
      _sum: { bytes: true },
      orderBy: { folder: "asc" },
      take: foldersMax,
    });
    return rows.map(({ folder, _count, _sum }) => ({
      path: folder,
      files: _count._all,
      bytes: Number(_sum.bytes ?? 0),
    }));
  }

  /** Of the whole tenant, whoever asks: what the quota is used up by. */
  async sums(): Promise<StorageSums> {
    const { storedFile } = this.db.tenant;
    const sum = { _count: { _all: true }, _sum: { bytes: true } } as const;
    const kept = await storedFile.aggregate({ where: { deletedAt: null }, ...sum });
    const trashed = await storedFile.aggregate({ where: { deletedAt: { not: null } }, ...sum });
    return {
      files: kept._count._all,
      bytes: Number(kept._sum.bytes ?? 0),
      trashedFiles: trashed._count._all,
      trashedBytes: Number(trashed._sum.bytes ?? 0),
    };
  }

  private readonly load = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(FileRow | null)[]> => {
    const rows = await this.db.tenant.storedFile.findMany({
      where: { id: { in: [...ids] }, ...reachOf(principal, "file:read") },
      select: fileColumns,
    });
    return inOrder(ids, rows);
  };
}

const foldersMax = 1_000;

function conditions(query: FileQuery): Prisma.StoredFileWhereInput {
  const { search, folder, includeSubfolders, mediaType, ownerId, inTrash } = query;
  const family = mediaType?.endsWith("/*") ? mediaType.slice(0, -1) : null;
  const below = folder === "/" ? "/" : `${folder}/`;
  return {
    deletedAt: inTrash === true ? { not: null } : null,
    ...(search != null && search !== "" && { name: { contains: search, mode: "insensitive" } }),
    ...(folder != null &&
      (includeSubfolders === true ? { OR: [{ folder }, { folder: { startsWith: below } }] } : { folder })),
    ...(mediaType != null && { mediaType: family === null ? mediaType : { startsWith: family } }),
    ...(ownerId != null && { ownerId }),
  };
}
