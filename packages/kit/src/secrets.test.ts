import { expect, test } from "vitest";
import { SecretBox, deriveKey } from "./secrets.ts";

const root = "root secret of the platform, 32+ chars";
const box = new SecretBox([root]);

test("a sealed secret opens in its own place and looks different each time", () => {
  const sealed = box.seal("s3cret 密钥", "wework_corps.secret:1");
  expect(box.open(sealed, "wework_corps.secret:1")).toBe("s3cret 密钥");
  expect(sealed).not.toBe(box.seal("s3cret 密钥", "wework_corps.secret:1"));
  expect(sealed).not.toContain("s3cret");
});

test("a sealed secret moved to another row, altered or cut does not open", () => {
  const sealed = box.seal("s3cret", "row 1");
  const parts = sealed.split(".");
  const body = Buffer.from(parts[3] ?? "", "base64url");
  body[0] = (body[0] ?? 0) ^ 1;
  const altered = [...parts.slice(0, 3), body.toString("base64url")].join(".");
  for (const [value, place] of [
    [sealed, "row 2"],
    [altered, "row 1"],
    [sealed.slice(0, -8), "row 1"],
    ["", "row 1"],
  ] as const)
    expect(() => box.open(value, place)).toThrow(expect.objectContaining({ reason: "SEAL_BROKEN" }));
});

test("after a rotation old values open, are known as stale, and new ones use the new key", () => {
  const old = box.seal("s3cret", "row 1");
  const rotated = new SecretBox(["a new root secret of the platform, 32+", root]);
  expect(rotated.open(old, "row 1")).toBe("s3cret");
  expect(rotated.isStale(old)).toBe(true);
  expect(rotated.isStale(rotated.seal("s3cret", "row 1"))).toBe(false);
  expect(() => box.open(rotated.seal("s3cret", "row 1"), "row 1")).toThrow();
});

test("a blind index finds equal values and tells nothing without the key", () => {
  expect(box.blindIndex("Ada@Example.com")).toBe(box.blindIndex("ada@example.com"));
  expect(box.blindIndex("a")).not.toBe(
    new SecretBox(["another root secret, 32 characters+"]).blindIndex("a"),
  );
});

test("keys of different purposes differ", () => {
  expect(deriveKey(root, "a").equals(deriveKey(root, "b"))).toBe(false);
});
