import type { Readable } from "node:stream";
import { isKey } from "./keys.ts";
import type { ByteRange, ObjectStore, StoredObject } from "./objectStore.ts";
import { completion, isCompleted, listed, uploadIdIn, uploadsIn } from "./s3.answers.ts";
import { S3Client, S3Error } from "./s3.client.ts";
import type { S3Settings } from "./s3.client.ts";

/** Parts of 5 MiB are the smallest S3 takes, and 10,000 of them the most: 80 GB in one file. */
export const partBytes = 8 * 1024 * 1024;

/**
 * Files in a store that speaks S3, in a folder of its own in the bucket. One part at a time is in memory, so that it can
 * be signed and, where the store falters, sent again.
 */
export class S3Store implements ObjectStore {
  readonly name = "S3";
  private readonly client: S3Client;

  constructor(
    settings: S3Settings,
    private readonly prefix = "wegraph/",
  ) {
    this.client = new S3Client(settings);
  }

  async put(key: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    const path = this.pathOf(key);
    const parts = inParts(bytes)[Symbol.asyncIterator]();
    const first = await parts.next();
    const firstPart = first.done ? Buffer.alloc(0) : first.value;
    if (firstPart.length < partBytes) {
      const answer = await this.client.call({ method: "PUT", key: path, body: firstPart });
      return await answer.body.dump();
    }
    await this.putInParts(path, firstPart, parts);
  }

  async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const headers = range && { range: `bytes=${range.first}-${range.last}` };
    const call = { method: "GET", key: this.pathOf(key), ...(headers && { headers }) } as const;
    const answer = await this.client.call(call, { mayBeMissing: true });
    if (answer.statusCode !== 404) return answer.body;
    await answer.body.dump();
    return null;
  }

  async remove(key: string): Promise<void> {
    const call = { method: "DELETE", key: this.pathOf(key) } as const;
    await (await this.client.call(call, { mayBeMissing: true })).body.dump();
  }

  async has(key: string): Promise<boolean> {
    const call = { method: "HEAD", key: this.pathOf(key) } as const;
    const answer = await this.client.call(call, { mayBeMissing: true });
    await answer.body.dump();
    return answer.statusCode !== 404;
  }

  async *list(): AsyncIterable<StoredObject> {
    let token: string | undefined;
    do {
      const query = { "list-type": "2", prefix: this.prefix, ...(token && { "continuation-token": token }) };
      const page = listed(await this.text({ method: "GET", key: "", query }));
      for (const { Key, Size, LastModified } of page.Contents) {
        const key = Key.slice(this.prefix.length);
        if (isKey(key)) yield { key, bytes: Size, at: LastModified };
      }
      token = page.NextContinuationToken;
    } while (token);
  }

  async sweep(before: Date): Promise<number> {
    const query = { uploads: "", prefix: this.prefix };
    const left = uploadsIn(await this.text({ method: "GET", key: "", query }));
    const old = left.filter(({ Initiated }) => Initiated < before);
    for (const { Key, UploadId } of old) await this.abort(Key, UploadId);
    return old.length;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async putInParts(
    path: string,
    firstPart: Buffer,
    others: AsyncIterator<Buffer, undefined>,
  ): Promise<void> {
    const uploadId = uploadIdIn(await this.text({ method: "POST", key: path, query: { uploads: "" } }));
    try {
      const etags: string[] = [];
      for (let body: Buffer | undefined = firstPart; body; body = (await others.next()).value) {
        const query = { partNumber: String(etags.length + 1), uploadId };
        const answer = await this.client.call({ method: "PUT", key: path, query, body });
        await answer.body.dump();
        const { etag } = answer.headers;
        if (typeof etag !== "string") throw new S3Error(answer.statusCode, "EtagMissing");
        etags.push(etag);
      }
      const body = Buffer.from(completion(etags));
      const told = await this.text({ method: "POST", key: path, query: { uploadId }, body });
      if (!isCompleted(told)) throw new S3Error(200, "NotCompleted");
    } catch (error) {
      // What cannot be taken back now is swept later.
      await this.abort(path, uploadId).catch(() => undefined);
      throw error;
    }
  }

  private async abort(path: string, uploadId: string): Promise<void> {
    const call = { method: "DELETE", key: path, query: { uploadId } } as const;
    await (await this.client.call(call, { mayBeMissing: true })).body.dump();
  }

  private async text(call: Parameters<S3Client["call"]>[0]): Promise<string> {
    return await (await this.client.call(call)).body.text();
  }

  private pathOf(key: string): string {
    if (!isKey(key)) throw new RangeError("not a key of this store");
    return this.prefix + key;
  }
}

/** Parts of exactly `partBytes`, the last one excepted. */
async function* inParts(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    length += chunk.length;
    while (length >= partBytes) {
      const whole = Buffer.concat(held);
      yield whole.subarray(0, partBytes);
      held = [whole.subarray(partBytes)];
      length -= partBytes;
    }
  }
  if (length > 0) yield Buffer.concat(held);
  return undefined;
}
