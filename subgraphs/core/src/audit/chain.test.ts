import { expect, test } from "vitest";
import { canonicalJson, storable } from "./canonicalJson.ts";
import { ChainVerifier, appendTo, chainHash, genesisHash } from "./chain.ts";
import type { StoredEntry } from "./chain.ts";

test("the chain is the one of the published vectors", () => {
  const first = { tenant: "t1", seq: 1, at: "2026-11-22T00:00:00Z", actor: "u1", action: "login" };
  const second = { tenant: "t1", seq: 2, at: "2026-11-22T00:00:01Z", actor: "u1", action: "order.create" };

  const firstHash = chainHash(genesisHash, first);
  expect(canonicalJson(first)).toBe(
    '{"action":"login","actor":"u1","at":"2026-11-22T00:00:00Z","seq":1,"tenant":"t1"}',
  );
  expect(firstHash).toBe("362cab740ce521347a79ef18a6f451b9c25f99b09b8bcc90f912e7ff81fccf75");
  expect(chainHash(firstHash, second)).toBe(
    "29bf352a2087ad5dc38c3231fb2651fd11be59b59e00420eb304a4350e4ec665",
  );
});

test.each([
  [{ b: 1, a: [true, null, { d: 1, c: "x" }] }, '{"a":[true,null,{"c":"x","d":1}],"b":1}'],
  // RFC 8785, 3.2.3: names are ordered by their UTF-16 units.
  [
    { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 },
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  ],
  [[333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0], "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]"],
  ['\u20ac$\u000f\nA\'B"\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\"/"'],
  [{ a: undefined, b: 1 }, '{"b":1}'],
])("%j is written in one way only", (value, written) => {
  expect(canonicalJson(value)).toBe(written);
});

test("what Postgres would refuse is replaced before it is hashed", () => {
  const value = storable({
    "a\0": "b\0c",
    list: ["\ud800", "ok 😀"],
    at: new Date("2026-11-22T00:00:00Z"),
    no: undefined,
    nan: Number.NaN,
  });

  expect(value).toEqual({
    "a\ufffd": "b\ufffdc",
    list: ["\ufffd", "ok 😀"],
    at: "2026-11-22T00:00:00.000Z",
    nan: null,
  });
});

const entry = (i: number) => ({
  id: `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`,
  tenantId: "t1",
  at: "2026-11-22T00:00:00.000Z",
  action: "user.renamed",
  actorKind: "USER",
  actorId: "u1",
  actorName: "One",
  resourceType: "user",
  resourceId: "u2",
  changes: [{ field: "displayName", before: `name ${i}`, after: `name ${i + 1}` }],
  address: null,
  correlationId: "c",
});

const chain = appendTo(
  { seq: 0, hash: genesisHash },
  Array.from({ length: 9 }, (_, i) => entry(i)),
);

function firstBreak(
  entries: readonly StoredEntry[],
  fromSeq = 1,
  previousHash: string | undefined = genesisHash,
) {
  const verifier = new ChainVerifier(fromSeq, previousHash);
  for (const one of entries) {
    const broken = verifier.check(one);
    if (broken) return broken;
  }
  return verifier.nextSeq - 1;
}

test("a chain nobody touched holds, from its beginning or from its middle", () => {
  expect(firstBreak(chain)).toBe(9);
  expect(firstBreak(chain.slice(4), 5, chain[3]?.hash)).toBe(9);
});

const altered = (seq: number, change: Partial<StoredEntry>) =>
  chain.map((one) => (one.seq === seq ? { ...one, ...change } : one));
const swapped = chain.map((one) => {
  const other = one.seq === 4 ? chain[4] : one.seq === 5 ? chain[3] : undefined;
  return other ? { ...other, seq: one.seq } : one;
});
const rehashed = chain.map((one) => {
  if (one.seq !== 5) return one;
  const { previousHash, hash: _, ...body } = { ...one, action: "user.disabled" };
  return { ...body, previousHash, hash: chainHash(previousHash, body) };
});

test.each([
  ["an altered action", altered(5, { action: "user.disabled" }), { seq: 5, reason: "ENTRY_ALTERED" }],
  ["an altered change", altered(5, { changes: [] }), { seq: 5, reason: "ENTRY_ALTERED" }],
  ["an altered time", altered(5, { at: "2026-11-22T00:00:00.001Z" }), { seq: 5, reason: "ENTRY_ALTERED" }],
  ["an altered hash", altered(5, { hash: "f".repeat(64) }), { seq: 5, reason: "ENTRY_ALTERED" }],
  ["an entry rewritten with its hash", rehashed, { seq: 6, reason: "LINK_BROKEN" }],
  ["a removed entry", chain.filter(({ seq }) => seq !== 5), { seq: 5, reason: "ENTRY_MISSING" }],
  [
    "an inserted entry",
    chain.flatMap((one) => (one.seq === 5 ? [one, { ...one, id: "x" }] : [one])),
    { seq: 5, reason: "ENTRY_INSERTED" },
  ],
  ["two swapped entries", swapped, { seq: 4, reason: "LINK_BROKEN" }],
])("%s is found", (_, entries, broken) => {
  expect(firstBreak(entries)).toEqual(broken);
});
