import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { startS3Simulator } from "@wegraph/simulators/s3/s3.server";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newKey } from "./keys.ts";
import { LocalStore } from "./localStore.ts";
import type { ObjectStore } from "./objectStore.ts";
import { S3Store, partBytes } from "./s3Store.ts";
import { Stores } from "./stores.ts";

const credentials = { accessKeyId: "wegraph-test", secretAccessKey: "a secret of tests" };
let folder: string;
let s3: Awaited<ReturnType<typeof startS3Simulator>>;
let stores: Record<"local" | "s3", ObjectStore>;
const settings = () => ({ endpoint: s3.url, region: "eu-west-1", bucket: "files", ...credentials });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wegraph-store-"));
  s3 = await startS3Simulator({ ...credentials, bucket: "files", pageSize: 2 });
  stores = { local: new LocalStore(folder), s3: new S3Store(settings()) };
});
afterAll(async () => {
  await stores?.s3.close();
  await s3?.close();
  await rm(folder, { recursive: true, force: true });
});

const key = () => newKey(v7());
async function* pieces(bytes: Buffer, size = 64 * 1024) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* breakingOff(bytes: Buffer) {
  yield* pieces(bytes);
  throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
}
async function held(store: ObjectStore, which: string): Promise<Buffer | null> {
  const found = await store.read(which);
  return found && buffer(found);
}
async function keysIn(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const object of store.list()) keys.push(object.key);
  return keys.toSorted();
}
const future = () => new Date(Date.now() + 60_000);

describe.each(["local", "s3"] as const)("files in the %s store", (name) => {
  test("are what was put there, in whole and in part, until they are removed", async () => {
    const store = stores[name];
    const [small, which] = [randomBytes(100_000), key()];

    await store.put(which, pieces(small));

    expect(await held(store, which)).toEqual(small);
    const part = await store.read(which, { first: 10, last: 19 });
    expect(part && (await buffer(part))).toEqual(small.subarray(10, 20));
    expect([await store.has(which), await keysIn(store)]).toEqual([true, [which]]);
    await store.remove(which);
    await store.remove(which);
    expect([await held(store, which), await store.has(which), await keysIn(store)]).toEqual([
      null,
      false,
      [],
    ]);
  });

  test("of many parts are whole", async () => {
    const store = stores[name];
    const [large, which] = [randomBytes(2 * partBytes + 12_345), key()];

    await store.put(which, pieces(large, 1_000_003));

    expect((await held(store, which))?.equals(large)).toBe(true);
    const across = { first: partBytes - 5, last: partBytes + 4 };
    const part = await store.read(which, across);
    expect(part && (await buffer(part))).toEqual(large.subarray(across.first, across.last + 1));
    await store.remove(which);
  });

  test.each([1_000, 2 * partBytes])("that break off after %i bytes leave nothing behind", async (length) => {
    const store = stores[name];
    const which = key();

    await expect(store.put(which, breakingOff(randomBytes(length)))).rejects.toThrow("aborted");

    expect([await held(store, which), await keysIn(store)]).toEqual([null, []]);
    expect(await store.sweep(future())).toBe(0);
  });

  test("are listed whole, however many there are", async () => {
    const store = stores[name];
    const wanted = [key(), key(), key(), key(), key()].toSorted();
    for (const which of wanted) await store.put(which, pieces(Buffer.from("x")));

    expect(await keysIn(store)).toEqual(wanted);
    for (const which of wanted) await store.remove(which);
  });

  test("are reached by their keys only", async () => {
    await expect(stores[name].read("../../etc/passwd")).rejects.toThrow("not a key");
    await expect(stores[name].put(`${v7()}/../x`, pieces(Buffer.from("x")))).rejects.toThrow("not a key");
  });
});

test("what a killed process left half-written on the disk is swept, and was never a file", async () => {
  const store = stores.local;
  let go = (): void => undefined;
  const waiting = new Promise<void>((resolve) => (go = resolve));
  async function* slow() {
    yield Buffer.from("half");
    await waiting;
    throw new Error("killed");
  }

  const put = store.put(key(), slow());
  let drafts: string[] = [];
  while (drafts.length === 0) drafts = await readdir(join(folder, "incoming")).catch(() => []);
  expect(await keysIn(store)).toEqual([]);
  expect(await store.sweep(new Date(Date.now() - 60_000))).toBe(0);
  expect(await store.sweep(future())).toBe(1);
  go();
  await expect(put).rejects.toThrow("killed");
});

test("a file's name on the disk is no more than its key", async () => {
  const which = key();
  await stores.local.put(which, pieces(Buffer.from("<script>")));
  expect(await readFile(join(folder, "objects", which), "utf8")).toBe("<script>");
  await stores.local.remove(which);
});

describe("a store that speaks S3", () => {
  test("may falter: calls are repeated, and nothing is doubled or lost", async () => {
    const [large, which] = [randomBytes(partBytes + 1), key()];

    s3.fail("SLOW_DOWN", "DROP", "INTERNAL");
    await stores.s3.put(which, pieces(large, 1_000_000));
    s3.fail("DROP");
    expect((await held(stores.s3, which))?.equals(large)).toBe(true);

    expect(s3.bucket.objects.size).toBe(1);
    await stores.s3.remove(which);
  });

  test("that stays away is an error, and one that says so after a 200 too", async () => {
    const which = key();
    s3.fail("SLOW_DOWN", "SLOW_DOWN", "SLOW_DOWN", "SLOW_DOWN");
    await expect(stores.s3.put(which, pieces(Buffer.from("x")))).rejects.toMatchObject({ status: 503 });

    const others = s3.bucket.putPart.bind(s3.bucket);
    let parts = 0;
    s3.bucket.putPart = (...given) => {
      parts += 1;
      if (parts === 2) s3.fail("LATE_ERROR");
      return others(...given);
    };
    await expect(stores.s3.put(which, pieces(randomBytes(partBytes + 1)))).rejects.toMatchObject({
      code: "NotCompleted",
    });
    s3.bucket.putPart = others;
    expect([s3.bucket.objects.size, s3.bucket.uploads.size]).toEqual([0, 0]);
  });

  test("answers nobody with another secret", async () => {
    const stranger = new S3Store({ ...settings(), secretAccessKey: "guessed" });
    await expect(stranger.put(key(), pieces(Buffer.from("x")))).rejects.toMatchObject({
      status: 403,
      code: "SignatureDoesNotMatch",
    });
    await stranger.close();
  });

  test("has what a killed process left of an upload in parts swept", async () => {
    s3.bucket.begin(`wegraph/${key()}`);
    expect(await stores.s3.sweep(new Date(Date.now() - 60_000))).toBe(0);
    expect(await stores.s3.sweep(future())).toBe(1);
    expect(s3.bucket.uploads.size).toBe(0);
  });
});

test("after S3 was set up, files on the disk are still read there, and new ones go to S3", async () => {
  const objectKey = key();
  await stores.local.put(objectKey, pieces(Buffer.from("older")));

  const both = new Stores({ directory: folder, s3: settings() });

  const older = await both.read({ store: "LOCAL", objectKey });
  expect([older && (await buffer(older)).toString(), both.primary.name]).toEqual(["older", "S3"]);
  await both.remove(objectKey);
  expect(await both.has({ store: "LOCAL", objectKey })).toBe(false);
  await both.close();
});
