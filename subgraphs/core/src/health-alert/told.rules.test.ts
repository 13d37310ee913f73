import { describe, expect, test } from "vitest";
import { noticeTexts } from "./notice.texts.ts";
import { tellingOf } from "./told.rules.ts";
import type { Holder } from "./told.rules.ts";

const holder = (userId: string, scope: Holder["scope"], given: Partial<Holder> = {}): Holder => ({
  userId,
  scope,
  department: null,
  canRead: true,
  canHandle: true,
  ...given,
});
const clinician = holder("clinician", "BOUND");
const nurse = holder("nurse", "BOUND");
const stranger = holder("stranger", "BOUND");
const admin = holder("admin", "TENANT");
const head = holder("head", "DEPARTMENT", { department: "Cardiology" });
const surgeon = holder("surgeon", "DEPARTMENT", { department: "Surgery" });
const looker = holder("looker", "TENANT", { canHandle: false });
const everybody = [clinician, nurse, stranger, admin, head, surgeon, looker];

type Told = Parameters<typeof tellingOf>[0];
const raised: Told = {
  change: "RAISED",
  severity: "CRITICAL",
  clinicianUserId: "clinician",
  careTeamUserIds: ["nurse"],
  department: "Cardiology",
  assignedToId: null,
  escalation: null,
};
const escalated = (level: number, audience: string): Told => ({
  ...raised,
  change: "ESCALATED",
  escalation: { level, audience, channels: "BY_SEVERITY" },
});

describe("of a change", () => {
  test.each<[string, Told, Holder[], string[] | null]>([
    ["a new alert is told to the clinician", raised, everybody, ["clinician"]],
    [
      "a worse one also to whose task it is",
      { ...raised, change: "WORSENED", assignedToId: "nurse" },
      everybody,
      ["clinician", "nurse"],
    ],
    ["the first level adds the care team", escalated(1, "CARE_TEAM"), everybody, ["clinician", "nurse"]],
    [
      "the second all who may handle alerts of this patient, and nobody else",
      escalated(2, "ADMINISTRATORS"),
      everybody,
      ["clinician", "nurse", "admin", "head"],
    ],
    ["without a clinician the care team is told", { ...raised, clinicianUserId: null }, everybody, ["nurse"]],
    [
      "without a team all who may handle it",
      { ...raised, clinicianUserId: null, careTeamUserIds: [] },
      everybody,
      ["admin", "head"],
    ],
    [
      "a clinician who may not see alerts hears nothing: the next circle does",
      raised,
      [nurse, admin],
      ["nurse"],
    ],
    ["a clinician with rights to their own is told", raised, [holder("clinician", "OWN")], ["clinician"]],
    ["where nobody may see it nobody is told", raised, [stranger, surgeon], []],
    [
      "an assignment is told to who gets it",
      { ...raised, change: "ASSIGNED", assignedToId: "nurse" },
      everybody,
      ["nurse"],
    ],
    ["and not to who takes it", { ...raised, change: "ASSIGNED", assignedToId: "actor" }, everybody, null],
    ["the end of a critical one is told", { ...raised, change: "RESOLVED" }, everybody, ["clinician"]],
    [
      "the end of a milder one is not",
      { ...raised, change: "RESOLVED", severity: "WARNING" },
      everybody,
      null,
    ],
    ["notes and repetitions are not", { ...raised, change: "REPEATED" }, everybody, null],
  ])("%s", (_, told, holders, userIds) => {
    expect(tellingOf(told, holders, "actor")?.userIds ?? null).toEqual(userIds);
  });

  test("what is only information, and what ends, stays in the console", () => {
    const channels = (told: Told) => tellingOf(told, everybody, "actor")?.channels;
    expect(channels(raised)).toBe("BY_SEVERITY");
    expect(channels({ ...raised, severity: "INFO" })).toBe("IN_APP");
    expect(channels({ ...raised, change: "RESOLVED" })).toBe("IN_APP");
    expect(
      channels({
        ...raised,
        change: "ESCALATED",
        escalation: { level: 1, audience: "CARE_TEAM", channels: "IN_APP" },
      }),
    ).toBe("IN_APP");
  });
});

test("the words say what happened, what to do, and that they are no diagnosis", () => {
  const words = { title: "Low SpO₂", summary: "Patient P-000042: 88%", advice: "Call." };
  const texts = noticeTexts({
    ...raised,
    change: "ESCALATED",
    escalation: { level: 2, audience: "ADMINISTRATORS", channels: "BY_SEVERITY" },
    alertId: "a",
    version: 3,
    resolution: null,
    texts: { "zh-CN": { ...words, title: "血氧偏低" }, en: words },
    path: "/health/alerts/a",
  });

  expect(texts.title).toEqual({
    zh: "无人确认（升级第 2 级）：血氧偏低",
    en: "Not acknowledged (level 2): Low SpO₂",
  });
  expect(texts.body.en).toBe(
    "Patient P-000042: 88%\nCall.\nThis is what a monitoring rule found, not a diagnosis.",
  );
});
