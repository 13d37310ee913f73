import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { isUuid } from "@wegraph/kit/validate";
import type { WecomDatabase } from "../wecom.database.ts";
import { mediaKinds } from "./media.kinds.ts";
import type { MediaKind } from "./media.kinds.ts";
import type { MediaFile, MediaFileFilter } from "./media.model.ts";

type MediaFileRow = Prisma.MediaFileGetPayload<object>;

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads the files of a tenant: a library that everybody there who may read messages shares. */
export class MediaReader {
  constructor(private readonly db: WecomDatabase) {}

  find(context: RequestContext, id: string): Promise<MediaFile | null> {
    return context.loader(this.load).load(id);
  }

  page({ kinds, search }: MediaFileFilter, args: PageArgs): Promise<Page<MediaFile>> {
    const chosen: Prisma.MediaFileWhereInput = {
      deletedAt: null,
      ...(kinds && { kind: { in: kinds } }),
      ...(search && { filename: { contains: search, mode: "insensitive" } }),
    };
    const { mediaFile } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) =>
        (await mediaFile.findMany({ where: { AND: [chosen, where] }, ...query })).map(mediaViewOf),
      () => mediaFile.count({ where: chosen }),
    );
  }

  /** What the named files are; without those that are deleted or were never there. */
  async kindsOf(given: readonly string[]): Promise<Map<string, MediaKind>> {
    const ids = [...new Set(given)].filter(isUuid);
    if (ids.length === 0) return new Map();
    const rows = await this.db.tenant.mediaFile.findMany({
      where: { id: { in: ids }, deletedAt: null },
      select: { id: true, kind: true },
    });
    return new Map(rows.map(({ id, kind }) => [id, oneOf(mediaKinds, kind)]));
  }

  private readonly load = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.mediaFile.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
    });
    return inOrder(ids, rows.map(mediaViewOf));
  };
}

function mediaViewOf({
  id,
  kind,
  filename,
  contentType,
  sizeBytes,
  createdAt,
  createdById,
}: MediaFileRow): MediaFile {
  return { id, kind: oneOf(mediaKinds, kind), filename, contentType, sizeBytes, createdAt, createdById };
}
