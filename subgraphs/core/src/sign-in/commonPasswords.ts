import { dictionary } from "@zxcvbn-ts/language-common";

/** Tens of thousands of passwords from public breaches, in lower case, as zxcvbn maintains them. */
const common = new Set<string>(dictionary.passwords.map((password) => password.toLowerCase()));

// What the list lacks and our users' attackers try first: keyboard walks and common Chinese forms.
for (const password of [
  "wegraph",
  "wecom",
  "qiyeweixin",
  "weixin",
  "woaini",
  "woaini1314",
  "aini1314",
  "5201314a",
  "a5201314",
  "1qaz2wsx3edc",
])
  common.add(password);

export function isCommonPassword(lowerCased: string): boolean {
  return common.has(lowerCased);
}
