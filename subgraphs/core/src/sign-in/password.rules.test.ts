import { expect, test } from "vitest";
import { isCommonPassword } from "./commonPasswords.ts";
import { passwordIssue } from "./password.rules.ts";

const issue = (password: string, context: string[] = []) =>
  passwordIssue(password, isCommonPassword, context);

test.each([
  ["seven77", "short"],
  ["x".repeat(129), "long"],
  ["aaaaaaaaaa", "one letter"],
  ["password", "common"],
  ["Password1", "common with a capital and a digit"],
  ["sunshine2026!", "common, decorated"],
  ["QWERTYUIOP", "a row of the keyboard"],
  ["woaini1314", "common in Chinese"],
  ["88888888", "one digit"],
])("%s is refused (%s)", (password) => {
  expect(issue(password)).not.toBeNull();
});

test.each([
  "correct horse battery staple",
  "密码很长而且没有人猜得到",
  "tR7!mQ2#vK9p",
  "x".repeat(60) + "yza123",
])("%s is taken", (password) => {
  expect(issue(password)).toBeNull();
});

test("a password of eight emoji counts eight characters, not sixteen", () => {
  expect(issue("🍎🍊🍋🍌")).toContain("at least 8");
});

test("one's own name or e-mail is no password, however decorated", () => {
  const context = ["lin.chenxi@dawn.example", "Chenxi Lin"];

  expect(issue("chenxi2026!", context)).not.toBeNull();
  expect(issue("lin.chenxi@dawn.example", context)).not.toBeNull();
  expect(issue("chenxi likes green tea", context)).toBeNull();
});
