import { audit } from "@wegraph/kit/audit";
import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { JobRun } from "@wegraph/kit/scheduledJob";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { announceFiles } from "./announceFiles.ts";
import { purpose, systemPart } from "./file.purpose.ts";
import { trashKeptMs } from "./file.rules.ts";
import { fileColumns } from "./fileRow.ts";
import type { FileRow } from "./fileRow.ts";
import type { StoredObject } from "./store/objectStore.ts";
import type { Stores } from "./store/stores.ts";

export interface KeeperParts {
  db: CoreDatabase;
  stores: Stores;
  /** Removes an object and gives its room back; doing it again does no harm. */
  discard: (tenantId: string, objectKey: string) => Promise<void>;
  clock: () => Date;
  log: Logger;
}

type Run = Pick<JobRun, "signal" | "progress">;

const chunk = 200;
const hour = 60 * 60_000;
/** What is younger may be on its way: an upload between its bytes and its row. */
export const graceMs = 24 * hour;

/** Removes what nobody needs any more, and sees that store and rows say the same. */
export class FileKeeper {
  constructor(private readonly parts: KeeperParts) {}

  /** Files that were in the trash for 30 days. Returns how many. */
  async emptyTrash({ signal, progress }: Run): Promise<number> {
    const before = new Date(this.parts.clock().getTime() - trashKeptMs);
    let purged = 0;
    while (!signal.aborted) {
      const files = await this.purgeSome(before);
      for (const { tenantId, objectKey } of files) await this.parts.discard(tenantId, objectKey);
      purged += files.length;
      progress(purged, null);
      if (files.length < chunk) break;
    }
    return purged;
  }

  /** Uploads that never came, and what is left in the store of attempts that broke off. */
  async clearUploads({ signal }: Run): Promise<{ uploads: number; remains: number }> {
    const { db, stores, clock } = this.parts;
    const uploads = db.system(purpose).fileUpload;
    const before = new Date(clock().getTime() - hour);
    let cleared = 0;
    while (!signal.aborted) {
      const over = await uploads.findMany({
        where: { completedAt: null, expiresAt: { lt: before } },
        take: chunk,
        select: { id: true, tenantId: true, objectKey: true },
      });
      for (const { tenantId, objectKey } of over)
        if (objectKey !== null) await this.parts.discard(tenantId, objectKey);
      await uploads.deleteMany({ where: { id: { in: over.map(({ id }) => id) }, completedAt: null } });
      cleared += over.length;
      if (over.length < chunk) break;
    }
    const past = new Date(clock().getTime() - 2 * graceMs);
    await uploads.deleteMany({ where: { completedAt: { lt: past } } });
    let remains = 0;
    for (const store of stores.all) remains += await store.sweep(new Date(clock().getTime() - graceMs));
    return { uploads: cleared, remains };
  }

  /** Objects that no row knows are removed, rows whose object is gone are marked; both only after a day's grace. */
  async reconcile(run: Run): Promise<{ orphans: number; missing: number }> {
    return { orphans: await this.removeOrphans(run), missing: await this.markMissing(run) };
  }

  private purgeSome(before: Date): Promise<FileRow[]> {
    return this.parts.db.system(purpose).$transaction(async (tx) => {
      const old = await tx.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM saas_files WHERE deleted_at < ${before} LIMIT ${chunk}::int FOR UPDATE SKIP LOCKED`;
      const where = { id: { in: old.map(({ id }) => id) } };
      const files = await tx.storedFile.findMany({ where, select: fileColumns });
      await tx.storedFile.deleteMany({ where });
      for (const file of files) {
        const origin = systemOrigin(systemPart, file.tenantId);
        await announceFiles(tx, origin, "PURGED", [file]);
        const changes = [{ field: "name", before: file.name }];
        const { id: resourceId } = file;
        await audit(tx, domain, origin, { action: "file.purged", resourceType: "file", resourceId, changes });
      }
      return files;
    });
  }

  private async removeOrphans({ signal, progress }: Run): Promise<number> {
    const before = new Date(this.parts.clock().getTime() - graceMs);
    let [seen, orphans] = [0, 0];
    for (const store of this.parts.stores.all) {
      let batch: StoredObject[] = [];
      const settle = async () => {
        orphans += await this.settle(batch);
        seen += batch.length;
        batch = [];
        progress(seen, null);
      };
      for await (const object of store.list()) {
        if (signal.aborted) return orphans;
        if (object.at < before) batch.push(object);
        if (batch.length >= chunk) await settle();
      }
      await settle();
    }
    return orphans;
  }

  private async settle(objects: readonly StoredObject[]): Promise<number> {
    const keys = objects.map(({ key }) => key);
    const system = this.parts.db.system(purpose);
    const where = { objectKey: { in: keys } };
    const select = { objectKey: true } as const;
    const known = new Set([
      ...(await system.storedFile.findMany({ where, select })).map(({ objectKey }) => objectKey),
      ...(await system.fileUpload.findMany({ where, select })).map(({ objectKey }) => objectKey),
    ]);
    const orphans = keys.filter((key) => !known.has(key));
    for (const key of orphans) await this.parts.discard(key.slice(0, key.indexOf("/")), key);
    return orphans.length;
  }

  private async markMissing({ signal, progress }: Run): Promise<number> {
    const files = this.parts.db.system(purpose).storedFile;
    let [after, seen, missing] = ["00000000-0000-0000-0000-000000000000", 0, 0];
    while (!signal.aborted) {
      const rows = await files.findMany({
        where: { id: { gt: after } },
        orderBy: { id: "asc" },
        take: chunk,
        select: { id: true, store: true, objectKey: true, missingSince: true },
      });
      const last = rows.at(-1);
      if (!last) break;
      for (const { id, missingSince, ...at } of rows) {
        const isThere = await this.parts.stores.has(at);
        if (!isThere) missing += 1;
        if (isThere === (missingSince === null)) continue;
        if (!isThere) this.parts.log.error({ fileId: id }, "content of a file is missing");
        await files.updateMany({
          where: { id },
          data: { missingSince: isThere ? null : this.parts.clock() },
        });
      }
      after = last.id;
      seen += rows.length;
      progress(seen, null);
    }
    return missing;
  }
}
