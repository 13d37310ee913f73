import { expect, test } from "vitest";
import { languageOf, phoneTexts } from "./phone.texts.ts";

test.each([
  ["", "en"],
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["en-GB,en;q=0.9,zh;q=0.8", "en"],
  ["fr, zh;q=0.5", "zh-CN"],
  ["zh;q=0, en;q=0.1", "en"],
  ["zh-TW", "zh-CN"],
  ["de", "en"],
  ["zhx;q=nonsense", "en"],
])("Accept-Language %j is answered in %s", (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test("both languages have a text for each state", () => {
  expect(Object.keys(phoneTexts["zh-CN"].states)).toEqual(Object.keys(phoneTexts.en.states));
});
