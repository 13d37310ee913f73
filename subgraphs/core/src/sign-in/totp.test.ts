import { generate } from "otplib";
import { expect, test } from "vitest";
import { Totp } from "./totp.ts";

let now = new Date("2026-11-22T08:00:10Z");
const totp = new Totp("the root secret of tests, long enough", () => now);

test("a code is good for its own step of 30 s and one on either side", async () => {
  const { secret } = await totp.enrol("someone@example.com");
  const code = await generate({ secret, epoch: now.getTime() / 1_000 });
  const step = Math.floor(now.getTime() / 30_000);

  const at = async (offsetSeconds: number) => {
    now = new Date(Date.parse("2026-11-22T08:00:10Z") + offsetSeconds * 1_000);
    return totp.stepOf(secret, code);
  };

  expect(await at(0)).toBe(step);
  expect(await at(30)).toBe(step);
  expect(await at(-30)).toBe(step);
  expect(await at(90)).toBeNull();
  expect(await at(-90)).toBeNull();
});

test.each(["", "12345", "1234567", "abcdef", "１２３４５６"])("%s is no code", async (code) => {
  const { secret } = await totp.enrol("someone@example.com");

  expect(await totp.stepOf(secret, code)).toBeNull();
});

test("an enrolment says the same in words, in its address and in its picture", async () => {
  const { secret, otpauthUri, qrImage } = await totp.enrol("someone@example.com");

  expect(otpauthUri).toContain(`secret=${secret}`);
  expect(otpauthUri).toMatch(/^otpauth:\/\/totp\/Wegraph:someone/);
  expect(qrImage).toMatch(/^data:image\/png;base64,/);
});

test("recovery codes are ten, differ, and are recognised however they are typed", () => {
  const codes = totp.recoveryCodes();
  const [first = ""] = codes;

  expect(new Set(codes).size).toBe(10);
  expect(first).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  expect(totp.recoveryHash(first.toUpperCase().replaceAll("-", " "))).toBe(totp.recoveryHash(first));
  expect(totp.recoveryHash("123456")).toBeNull();
});
