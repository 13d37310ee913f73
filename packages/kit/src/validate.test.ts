import { describe, expect, test } from "vitest";
import { text, uuid } from "./validate.ts";

describe("text", () => {
  test("is trimmed and normalised", () => {
    expect(text(1, 10).parse("  e\u0301 ")).toBe("\u00e9");
  });

  test.each([
    ["empty", "   "],
    ["too long", "x".repeat(11)],
    ["NUL", "a\0b"],
    ["escape", "a\u001bb"],
    ["line break", "a\nb"],
    ["right-to-left override", "a\u202eb"],
    ["lone surrogate", "a\ud800"],
  ])("refuses %s", (_, value) => {
    expect(text(1, 10).safeParse(value).success).toBe(false);
  });

  test("keeps Chinese, emoji and quotes as they are", () => {
    for (const value of ["客服一号", "👩‍⚕️ ok", `O'Brien "x"`]) expect(text(1, 20).parse(value)).toBe(value);
  });
});

test("an id is a UUID and nothing else", () => {
  expect(uuid().safeParse("0192f0c1-0000-7000-8000-000000000001").success).toBe(true);
  for (const value of ["1", "' OR 1=1 --", "0192f0c1-0000-7000-8000-00000000000g", ""])
    expect(uuid().safeParse(value).success).toBe(false);
});
