import type { Readable } from "node:stream";

/** What lies in a store, whoever knows of it. */
export interface StoredObject {
  key: string;
  bytes: number;
  /** When it was written. */
  at: Date;
}

/** The first and the last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Where the bytes of files lie. It knows nothing of tenants or rights; keys are made by `newKey`. */
export interface ObjectStore {
  readonly name: "LOCAL" | "S3";
  /** All of it or nothing: of what breaks off, nothing can be read or listed. A key is written once. */
  put(key: string, bytes: AsyncIterable<Buffer>): Promise<void>;
  /** Null: there is nothing under this key. */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  /** What is not there is removed already. */
  remove(key: string): Promise<void>;
  has(key: string): Promise<boolean>;
  list(): AsyncIterable<StoredObject>;
  /** Removes what is left of writes that broke off, begun before then. Returns how many. */
  sweep(before: Date): Promise<number>;
  close(): Promise<void>;
}
