import { randomBytes } from "node:crypto";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { describe, expect, test } from "vitest";
import { AesKeyError, callbackSignature, WecomCipher } from "./wecomCipher.ts";

const corpId = "wx5823bf96d3bd56c7";
const token = "QDG6eK";
const aesKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
const cipher = new WecomCipher(aesKey, corpId);

/** Repeats itself: a failure can be looked at again. */
function textsOf(seed: number, lengths: readonly number[]): string[] {
  let state = seed;
  const alphabet = Array.from("aZ09 <>&\"'\n\t中文字é😀👩‍👩‍👧");
  const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0);
  return lengths.map((length) =>
    Array.from({ length }, () => alphabet[next() % alphabet.length] ?? "a").join(""),
  );
}

const aroundTheBlocks = Array.from({ length: 140 }, (_, length) => length);

describe("against the vectors of WeCom's documentation", () => {
  test("the echo of a URL check is what WeCom says it is", () => {
    const echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

    expect(callbackSignature(token, "1409659589", "263014780", echo)).toBe(
      "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    );
    expect(cipher.decrypt(echo)).toEqual({ ok: true, message: "1616140317555161061" });
  });

  test("a text with a given random prefix is encrypted to the very same bytes", () => {
    const other = new WecomCipher("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6");

    expect(other.encrypt("我是中文abcd123", Buffer.from("aaaabbbbccccdddd"))).toBe(
      "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
    );
  });
});

describe("against the official package", () => {
  test("what it encrypts we read, at every length around the padding's boundaries", () => {
    for (const text of textsOf(1, aroundTheBlocks))
      expect(cipher.decrypt(encrypt(aesKey, text, corpId))).toEqual({ ok: true, message: text });
  });

  test("what we encrypt it reads, at every length around the padding's boundaries", () => {
    for (const text of textsOf(2, aroundTheBlocks)) {
      const { message, id } = decrypt(aesKey, cipher.encrypt(text));
      expect({ message, id }).toEqual({ message: text, id: corpId });
    }
  });

  test("with the same random prefix both write the same bytes", () => {
    for (const text of textsOf(3, aroundTheBlocks)) {
      const random = randomBytes(16);
      expect(cipher.encrypt(text, random)).toBe(encrypt(aesKey, text, corpId, random));
    }
  });

  test("both sign alike", () => {
    for (const text of textsOf(4, [0, 1, 5, 31, 32, 33, 400])) {
      const encrypted = cipher.encrypt(text);
      expect(callbackSignature(token, "1795305600", "n0nce", encrypted)).toBe(
        getSignature(token, "1795305600", "n0nce", encrypted),
      );
    }
  });
});

describe("what is not whole is not opened", () => {
  test("decrypting undoes encrypting for long texts too", () => {
    for (const text of textsOf(5, [1_000, 20_000, 60_000]))
      expect(cipher.decrypt(cipher.encrypt(text))).toEqual({ ok: true, message: text });
  });

  test("another receiver's message is refused as that", () => {
    const foreign = new WecomCipher(aesKey, "wwanother").encrypt("hello");

    expect(cipher.decrypt(foreign)).toEqual({ ok: false, problem: "receive_id" });
  });

  test("another key opens nothing", () => {
    const other = new WecomCipher("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", corpId);

    for (const text of textsOf(6, aroundTheBlocks))
      expect(cipher.decrypt(other.encrypt(text)).ok).toBe(false);
  });

  test.each([
    ["nothing", ""],
    ["no base64", "<xml>"],
    ["half a block", Buffer.alloc(24).toString("base64")],
    ["noise", Buffer.alloc(64, 7).toString("base64")],
  ])("%s is refused without an exception", (_, encrypted) => {
    expect(cipher.decrypt(encrypted)).toEqual({ ok: false, problem: "undecryptable" });
  });

  test("a length that points beyond the message is refused", () => {
    const plain = cipher.encrypt("x".repeat(40));
    const bytes = Buffer.from(plain, "base64");
    // In CBC a flipped bit of one block flips the same bit of the next one's text: here, of the length.
    bytes.writeUInt8(bytes.readUInt8(0) ^ 0x7f, 0);

    expect(cipher.decrypt(bytes.toString("base64")).ok).toBe(false);
  });

  test.each(["", "short", `${aesKey}=`, `${aesKey.slice(0, 42)}!`])("%j is no key", (key) => {
    expect(() => new WecomCipher(key, corpId)).toThrow(AesKeyError);
  });
});
