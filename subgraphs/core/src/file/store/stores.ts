import type { Readable } from "node:stream";
import { LocalStore } from "./localStore.ts";
import type { ByteRange, ObjectStore } from "./objectStore.ts";
import { S3Store } from "./s3Store.ts";
import type { S3Settings } from "./s3.client.ts";

export interface StoreSettings {
  /** Where files lie on this machine, and where older ones still do after S3 was set up. */
  directory: string;
  s3?: S3Settings | undefined;
}

/** New files go to the primary store; those written before another was set up are read where they are. */
export class Stores {
  readonly all: readonly ObjectStore[];
  readonly primary: ObjectStore;

  constructor({ directory, s3 }: StoreSettings) {
    const local = new LocalStore(directory);
    this.primary = s3 ? new S3Store(s3) : local;
    this.all = this.primary === local ? [local] : [this.primary, local];
  }

  async read(
    { store, objectKey }: { store: string; objectKey: string },
    range?: ByteRange,
  ): Promise<Readable | null> {
    return (await this.named(store)?.read(objectKey, range)) ?? null;
  }

  async has({ store, objectKey }: { store: string; objectKey: string }): Promise<boolean> {
    return (await this.named(store)?.has(objectKey)) ?? false;
  }

  /** Wherever it lies. */
  async remove(objectKey: string): Promise<void> {
    for (const store of this.all) await store.remove(objectKey);
  }

  async close(): Promise<void> {
    for (const store of this.all) await store.close();
  }

  private named(name: string): ObjectStore | undefined {
    return this.all.find((store) => store.name === name);
  }
}
