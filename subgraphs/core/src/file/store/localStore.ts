import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isKey } from "./keys.ts";
import type { ByteRange, ObjectStore, StoredObject } from "./objectStore.ts";

/**
 * Files on this machine's disk. What comes in is written beside the others, flushed, and given its name last: under a
 * name there is always a whole file, whatever the process or the machine did meanwhile.
 */
export class LocalStore implements ObjectStore {
  readonly name = "LOCAL";
  private readonly objects: string;
  private readonly incoming: string;

  constructor(root: string) {
    this.objects = join(root, "objects");
    this.incoming = join(root, "incoming");
  }

  async put(key: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    const target = this.pathOf(key);
    const folder = dirname(target);
    await Promise.all([mkdir(this.incoming, { recursive: true }), mkdir(folder, { recursive: true })]);
    const draft = join(this.incoming, randomUUID());
    try {
      await pipeline(bytes, createWriteStream(draft, { flags: "wx", flush: true, mode: 0o600 }));
      await rename(draft, target);
      await flushFolder(folder);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    try {
      const file = await open(this.pathOf(key), "r");
      return file.createReadStream(range && { start: range.first, end: range.last });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async has(key: string): Promise<boolean> {
    const found = await stat(this.pathOf(key)).catch(ignoreMissing);
    return found !== undefined;
  }

  async *list(): AsyncIterable<StoredObject> {
    for await (const path of filesBelow(this.objects)) {
      const key = relative(this.objects, path).split(sep).join("/");
      const found = await stat(path).catch(ignoreMissing);
      if (found && isKey(key)) yield { key, bytes: found.size, at: found.mtime };
    }
  }

  async sweep(before: Date): Promise<number> {
    let removed = 0;
    for await (const path of filesBelow(this.incoming)) {
      const found = await stat(path).catch(ignoreMissing);
      if (!found || found.mtime >= before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private pathOf(key: string): string {
    if (!isKey(key)) throw new RangeError("not a key of this store");
    return join(this.objects, ...key.split("/"));
  }
}

async function* filesBelow(folder: string): AsyncIterable<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreMissing);
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** A name is on the disk only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
