import { expect, test } from "vitest";
import { keywordFinder } from "./keyword.rules.ts";
import { rendered, variablesOf } from "./template.rules.ts";

const card = {
  type: "LINK_CARD",
  title: "{{ 姓名 }}，您好",
  description: "预约时间 {{time}}，{{姓名}}",
  url: "https://example.com/{{id}}",
  items: [{ value: "{{time}}" }],
};

test("variables are found wherever a content has text, once each", () => {
  expect(variablesOf(card)).toEqual(["姓名", "time", "id"]);
});

test("every appearance is replaced, at any depth, and nothing else changes", () => {
  const values = new Map([
    ["姓名", "王芳"],
    ["time", "10:00"],
    ["id", "7"],
  ]);
  expect(rendered(card, values)).toEqual({
    type: "LINK_CARD",
    title: "王芳，您好",
    description: "预约时间 10:00，王芳",
    url: "https://example.com/7",
    items: [{ value: "10:00" }],
  });
});

test("a value cannot bring in another variable", () => {
  const values = new Map([
    ["a", "{{b}}"],
    ["b", "secret"],
  ]);
  expect(rendered({ text: "{{a}}" }, values)).toEqual({ text: "{{b}}" });
});

test("a variable without a value stays visible", () => {
  expect(rendered({ text: "{{a}} {{b}}" }, new Map([["a", "$&"]]))).toEqual({ text: "$& {{b}}" });
});

test("forbidden words are found in any case and width, as text and not as a pattern", () => {
  const find = keywordFinder(["Casino", "a.b", "赌博"]);
  expect(find?.({ text: "welcome to the ＣＡＳＩＮＯ" })).toBe("casino");
  expect(find?.({ articles: [{ title: "禁止赌博" }] })).toBe("赌博");
  expect(find?.({ text: "axb" })).toBeNull();
  expect(find?.({ text: "A.B" })).toBe("a.b");
  expect(keywordFinder([])).toBeNull();
});
