import { randomOf } from "../random.ts";
import type { User } from "./instance.ts";

const familyNames = [
  "王",
  "李",
  "张",
  "刘",
  "陈",
  "杨",
  "赵",
  "黄",
  "周",
  "吴",
  "徐",
  "孙",
  "胡",
  "朱",
  "高",
  "林",
  "何",
  "郭",
  "马",
  "罗",
] as const;
const givenNames = [
  "伟",
  "芳",
  "娜",
  "敏",
  "静",
  "磊",
  "洋",
  "艳",
  "勇",
  "杰",
  "涛",
  "明",
  "超",
  "秀兰",
  "霞",
  "平",
  "刚",
  "桂英",
  "晓彤",
  "子涵",
  "雨桐",
  "浩然",
  "思远",
  "佳怡",
  "俊杰",
  "欣怡",
  "梓轩",
  "诗涵",
  "宇航",
  "若曦",
  "建国",
  "文博",
  "海燕",
  "志强",
  "婷婷",
  "雪梅",
] as const;
const pinyin: Readonly<Record<string, string>> = {
  王: "wang",
  李: "li",
  张: "zhang",
  刘: "liu",
  陈: "chen",
  杨: "yang",
  赵: "zhao",
  黄: "huang",
  周: "zhou",
  吴: "wu",
  徐: "xu",
  孙: "sun",
  胡: "hu",
  朱: "zhu",
  高: "gao",
  林: "lin",
  何: "he",
  郭: "guo",
  马: "ma",
  罗: "luo",
};
const devices = [
  "企业微信 4.1.38 · Windows 11",
  "企业微信 4.1.38 · Windows 10",
  "企业微信 4.1.36 · macOS 15",
  "企业微信 4.1.36 · iPad",
  "WeCom 4.1.38 · Windows Server 2022",
] as const;
const tints = [
  "#2f6fed",
  "#0f9d76",
  "#d9730d",
  "#b4459b",
  "#5b5bd6",
  "#c2413b",
  "#0e8fa8",
  "#6b7f1f",
] as const;

/** The person who holds the phone of an instance: always the same one for the same key. */
export function ownerOf(key: string, corpId: string): User {
  const random = randomOf("owner", key);
  const family = random.pick(familyNames);
  const name = family + random.pick(givenNames);
  const number = Math.floor(random.between(100, 9999));
  return { userId: `${pinyin[family] ?? "user"}${number}`, name, corpId };
}

export function deviceOf(key: string): string {
  return randomOf("device", key).pick(devices);
}

/** A round tinted picture with the last character of the name; inline, so that it shows everywhere. */
export function avatarOf(user: User): string {
  const tint = randomOf("avatar", user.userId).pick(tints);
  const initial = escapeXml(Array.from(user.name).at(-1) ?? "?");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${tint}"/>` +
    `<text x="32" y="43" font-family="sans-serif" font-size="30" fill="#fff" text-anchor="middle">${initial}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
