import { expect, test } from "vitest";
import { PasswordHasher } from "./passwordHasher.ts";

const hasher = new PasswordHasher();

test("a password is verified in whatever Unicode form it is typed", async () => {
  const stored = await hasher.hash("caf\u00e9 au lait");

  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/);
  expect(await hasher.verify(stored, "cafe\u0301 au lait")).toBe(true);
  expect(await hasher.verify(stored, "cafe au lait")).toBe(false);
});

test("a hash made under lower costs is stale", async () => {
  const weak =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$qLml5cJPNUpAn8dB8lVNSFcQtx1PZ2XYW0BmHTvVv9A";

  expect(hasher.isStale(weak)).toBe(true);
  expect(hasher.isStale(await hasher.hash("something else"))).toBe(false);
});

test("many at once are all served, a few at a time", async () => {
  const hashes = await Promise.all(Array.from({ length: 12 }, (_, i) => hasher.hash(`password ${i}`)));

  expect(new Set(hashes).size).toBe(12);
});

test("nobody's password is never right", async () => {
  expect(await hasher.verifyNobody("the password of nobody")).toBe(false);
});
