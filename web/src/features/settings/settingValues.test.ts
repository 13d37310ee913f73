import { describe, expect, test } from "vitest";
import { diffLines, fieldOf, shortText } from "./settingValues.ts";

describe("a schema becomes a form", () => {
  test.each([
    [{ type: "boolean" }, "SWITCH"],
    [{ type: "string", enum: ["a", "b"] }, "CHOICE"],
    [{ type: "integer", minimum: 1, maximum: 9 }, "NUMBER"],
    [{ type: "string" }, "TEXT"],
    [{ type: "object", properties: { a: { type: "integer" }, b: { type: "boolean" } } }, "GROUP"],
    [
      { type: "object", properties: { a: { type: "object", properties: { b: { type: "string" } } } } },
      "JSON",
    ],
    [{ type: "array", items: { type: "string" } }, "JSON"],
    [{}, "JSON"],
    [null, "JSON"],
  ])("%j is a %s", (schema, kind) => {
    expect(fieldOf(schema).kind).toBe(kind);
  });

  test("bounds that nobody said are none", () => {
    expect(fieldOf({ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER })).toMatchObject({
      min: 0,
      max: null,
    });
  });
});

test("a value is told in one line", () => {
  expect(shortText({ single: 4, bulk: 8 })).toBe("single 4 · bulk 8");
  expect(shortText(["a"])).toBe('["a"]');
  expect(shortText(false)).toBe("false");
});

test("a difference shows what went, what came, and what stayed", () => {
  expect(diffLines({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual([
    { sign: " ", text: "{" },
    { sign: " ", text: '  "a": 1,' },
    { sign: "-", text: '  "b": 2' },
    { sign: "+", text: '  "b": 3' },
    { sign: " ", text: "}" },
  ]);
  expect(diffLines(true, true)).toEqual([{ sign: " ", text: "true" }]);
});
