import { expect, test } from "vitest";
import { wecomMarkdown } from "./adapters/wecomRobot.ts";
import { roomWithin, remembered } from "./limits.rules.ts";
import { verdictOn } from "./sending/retry.rules.ts";
import type { Circumstances } from "./sending/retry.rules.ts";
import { checkedSettings, targetShown } from "./settings.rules.ts";
import { refused } from "./adapter.ts";
import type { Message } from "./adapter.ts";
import { deliveriesOver, standIns } from "../notification/dispatch.rules.ts";
import type { Person, ReachableChannel } from "../notification/dispatch.rules.ts";
import { checkTemplate, rendered, valuesOf } from "../notification/template.rules.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 5, 0, seconds));

test("in no minute, wherever it begins, goes more than the limit", () => {
  const limits = [{ max: 20, windowMs: 60_000 }];
  let sentAt: Date[] = [];
  const went: Date[] = [];
  for (let second = 0; second < 300; second += 1) {
    const { room } = roomWithin(limits, sentAt, at(second));
    const now = Math.min(room, 7);
    sentAt = remembered(limits, sentAt, now, at(second));
    went.push(...Array.from({ length: now }, () => at(second)));
  }
  for (const begin of went)
    expect(
      went.filter((each) => each >= begin && each.getTime() < begin.getTime() + 60_000).length,
    ).toBeLessThanOrEqual(20);
  expect(went).toHaveLength(100);
});

test("a full window says when it has room again", () => {
  const limits = [{ max: 2, windowMs: 10_000 }];
  expect(roomWithin(limits, [at(0), at(4)], at(6))).toEqual({ room: 0, waitMs: 4_000 });
  expect(roomWithin(limits, [at(0), at(4)], at(11))).toEqual({ room: 1, waitMs: null });
});

const usual: Circumstances = { failures: 0, isOnce: false, isRepeatable: true, isTraceable: false };
const unknown = { kind: "UNKNOWN", failure: "TIMEOUT", answer: null } as const;
const busy = refused("SERVER_ERROR", { isFinal: false });

test.each([
  ["an answer that did not come, of a robot", unknown, usual, "RETRY"],
  [
    "the same of an SMS that can be asked for",
    unknown,
    { ...usual, isRepeatable: false, isTraceable: true },
    "RETRY",
  ],
  ["the same of an SMS that cannot", unknown, { ...usual, isRepeatable: false }, "UNKNOWN"],
  [
    "no trace of an SMS at last",
    { kind: "NO_TRACE" } as const,
    { ...usual, failures: 3, isRepeatable: false, isTraceable: true },
    "UNKNOWN",
  ],
  ["a wrong key", refused("CREDENTIAL_REFUSED"), usual, "FAILED"],
  ["a busy vendor", busy, usual, "RETRY"],
  ["a busy vendor for the fourth time", busy, { ...usual, failures: 3 }, "FAILED"],
  ["a busy vendor, when the channel is sick", busy, { ...usual, isOnce: true }, "FAILED"],
])("%s is judged so", (_, outcome, circumstances, kind) => {
  expect(verdictOn(outcome, circumstances).kind).toBe(kind);
});

test("what may have been sent by SMS is asked for, never sent again", () => {
  const verdict = verdictOn(unknown, { ...usual, isRepeatable: false, isTraceable: true });
  expect(verdict).toMatchObject({ isUnknown: true });
});

const channel = (id: string, kind: ReachableChannel["kind"], sickSince: Date | null = null) => ({
  id,
  kind,
  language: "zh" as const,
  severities: [],
  sickSince,
});

test("channels stand in by their order, going round, without those that are sick or tell already", () => {
  const all = [
    channel("a", "WECOM_ROBOT"),
    channel("b", "DINGTALK_ROBOT"),
    channel("c", "FEISHU_BOT", at(0)),
    channel("d", "WEBHOOK"),
  ];
  const ids = (failed: string, told: string[] = []) =>
    standIns(all, failed, new Set(told)).map(({ id }) => id);
  expect(ids("b")).toEqual(["d", "a"]);
  expect(ids("b", ["d"])).toEqual(["a"]);
  expect(ids("a", ["b", "d"])).toEqual([]);
});

const person = (part: Partial<Person>): Person => ({
  userId: "u",
  language: "zh",
  hasPhone: false,
  mutedUntil: null,
  off: new Set(),
  ...part,
});

test.each([
  ["switched off", person({ off: new Set(["EMAIL"]) }), "CRITICAL", "PREFERENCE"],
  ["muted", person({ mutedUntil: at(60) }), "WARNING", "MUTED"],
  ["muted, but critical", person({ mutedUntil: at(60) }), "CRITICAL", null],
  ["muted until before", person({ mutedUntil: at(0) }), "WARNING", null],
] as const)("mail to somebody who has it %s", (_, one, severity, skipped) => {
  const planned = deliveriesOver(channel("m", "EMAIL"), { kind: "system-alert", severity }, [one], at(30));
  expect(planned.map((each) => each.skipped)).toEqual([skipped]);
});

test("nobody without a number is planned an SMS, and a group is told once", () => {
  const people = [person({ userId: "a" }), person({ userId: "b", hasPhone: true })];
  const notice = { kind: "system-alert", severity: "CRITICAL" } as const;
  const over = (kind: ReachableChannel["kind"]) =>
    deliveriesOver(channel("x", kind), notice, people, at(0)).map(({ userId }) => userId);
  expect(over("ALIYUN_SMS")).toEqual(["b"]);
  expect(over("FEISHU_BOT")).toEqual([null]);
});

const trust = { trustedOrigins: ["smtp://10.0.0.5:25"] };

test.each([
  ["WECOM_ROBOT", [["webhookUrl", "https://example.com/hook"]], ["input", "settings", 0, "value"]],
  [
    "WECOM_ROBOT",
    [["webhookUrl", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a"]],
    ["input", "settings", 0, "value"],
  ],
  [
    "WECOM_ROBOT",
    [["webhookUrl", "https://10.0.0.1/cgi-bin/webhook/send?key=a"]],
    ["input", "settings", 0, "value"],
  ],
  ["WECOM_ROBOT", [], ["input", "settings"]],
  ["WECOM_ROBOT", [["token", "x"]], ["input", "settings", 0, "name"]],
  [
    "EMAIL",
    [
      ["host", "mail.example.com"],
      ["from", "nobody"],
    ],
    ["input", "settings", 1, "value"],
  ],
  [
    "EMAIL",
    [
      ["host", "mail.example.com"],
      ["from", "a@b.cn"],
      ["port", "6379"],
    ],
    ["input", "settings", 2, "value"],
  ],
  [
    "EMAIL",
    [
      ["host", "mail.example.com"],
      ["from", "a@b.cn"],
      ["security", "NONE"],
    ],
    ["input", "settings", 2, "value"],
  ],
  [
    "EMAIL",
    [
      ["host", "127.0.0.1"],
      ["from", "a@b.cn"],
    ],
    ["input", "settings", 0, "value"],
  ],
] as const)("%s with %j is refused at its place", (kind, given, path) => {
  const wishes = given.map(([name, value]) => ({ name, value }));
  expect(checkedSettings(kind, {}, wishes, trust).issues[0]?.path).toEqual(path);
});

test("what the operator trusts may be in the own network, and without encryption", () => {
  const wishes = Object.entries({ host: "10.0.0.5", port: "25", security: "NONE", from: "a@b.cn" }).map(
    ([name, value]) => ({ name, value }),
  );
  expect(checkedSettings("EMAIL", {}, wishes, trust).issues).toEqual([]);
});

test("of a robot's address only the end is shown", () => {
  const webhookUrl =
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
  expect(targetShown("WECOM_ROBOT", { webhookUrl })).toBe("qyapi.weixin.qq.com · …5aaa");
});

const message: Message = {
  id: "1",
  title: "<@all> [失败率](http://evil.example)",
  text: "很长".repeat(5_000),
  severity: "CRITICAL",
  language: "zh",
  link: "https://console.example/alerts/1",
  kind: null,
  at: at(0),
};

test("WeCom gets at most 4096 bytes, with the link whole, and no mention or link that a name brought", () => {
  const markdown = wecomMarkdown(message);
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(4_096);
  expect(markdown).toContain("…\n[查看详情](https://console.example/alerts/1)");
  expect(markdown).not.toContain("<@all>");
  expect(markdown).not.toContain("](http://evil");
});

test("a template is filled with the tenant's time, and one that names what there is not is refused", () => {
  const notice = {
    kind: "system-alert",
    severity: "WARNING",
    title: { zh: "甲{{body}}", en: "A" },
    body: { zh: "乙", en: "B" },
    path: "/alerts",
  } as const;
  const values = valuesOf(notice, "zh", {
    tenant: { name: "晨曦", timeZone: "Asia/Shanghai" },
    publicUrl: "https://c.example",
    at: at(0),
  });
  expect(
    rendered({ title: "{{severity}} {{ title }}", body: "{{body}} {{time}} {{link}} {{tenant}}" }, values),
  ).toEqual({
    title: "警告 甲{{body}}",
    body: "乙 2026-11-22 13:00:00 +08:00 https://c.example/alerts 晨曦",
  });
  expect(() => checkTemplate({ title: "ok", body: "{{titel}}" })).toThrow("titel");
});
