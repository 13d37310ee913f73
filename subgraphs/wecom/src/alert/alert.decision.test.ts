import { describe, expect, test } from "vitest";
import { alertActions, alertKinds } from "./alert.codes.ts";
import { decide } from "./alert.decision.ts";
import type { Verdict, Watched } from "./alert.decision.ts";
import { alertKindTable } from "./alert.kinds.ts";
import { alertTexts, textLanguages, textOf } from "./alert.texts.ts";

const now = new Date("2026-11-22T10:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

const rule = {
  enabled: true,
  threshold: 10,
  criticalAt: 50,
  durationSeconds: 60,
  severity: "WARNING",
} as const;
const steady = { bad: "ABOVE", clear: { share: 0.1, seconds: 60 } } as const;
const prompt = { bad: "ABOVE", clear: { share: 0, seconds: 0 } } as const;
const low = { bad: "BELOW", clear: { share: 0.1, seconds: 0 } } as const;

const nothingOpen: Watched = {
  now,
  rule,
  value: null,
  began: null,
  isAccountGone: false,
  open: null,
  watchedSince: null,
  lastResolvedAt: null,
  repeatAfterMs: 300_000,
};
const isOpen: NonNullable<Watched["open"]> = {
  severity: "WARNING",
  value: 20,
  updatedAt: ago(10),
  clearingSince: null,
};

describe("without an open alert", () => {
  test.each<[string, Partial<Watched>, Verdict]>([
    ["nothing measured is nothing wrong", {}, { do: "NOTHING" }],
    ["a good value is nothing wrong", { value: 9.9 }, { do: "NOTHING" }],
    ["the threshold itself is bad, and waited on", { value: 10 }, { do: "WATCH", since: now }],
    ["what is waited on goes on waiting", { value: 10, watchedSince: ago(59) }, { do: "NOTHING" }],
    [
      "what has lasted is raised, from when it began",
      { value: 10, watchedSince: ago(60) },
      { do: "RAISE", severity: "WARNING", since: ago(60) },
    ],
    [
      "a measurement that knows when it began need not be waited for again",
      { value: 10, began: ago(3_600) },
      { do: "RAISE", severity: "WARNING", since: ago(3_600) },
    ],
    [
      "what is bad enough is raised as CRITICAL",
      { value: 50, watchedSince: ago(60) },
      { do: "RAISE", severity: "CRITICAL", since: ago(60) },
    ],
    ["what was waited on and is over is forgotten", { value: 1, watchedSince: ago(30) }, { do: "FORGET" }],
    [
      "what was waited on and cannot be measured any more is forgotten",
      { watchedSince: ago(30) },
      { do: "FORGET" },
    ],
    [
      "a repeat within five minutes waits",
      { value: 10, began: ago(600), lastResolvedAt: ago(299) },
      { do: "WATCH", since: ago(600) },
    ],
    [
      "a repeat after five minutes is raised",
      { value: 10, watchedSince: ago(299), began: ago(600), lastResolvedAt: ago(300) },
      { do: "RAISE", severity: "WARNING", since: ago(600) },
    ],
    [
      "a rule that is off raises nothing",
      { value: 99, rule: { ...rule, enabled: false } },
      { do: "NOTHING" },
    ],
    [
      "a rule that is switched off forgets what it waited on",
      { value: 99, watchedSince: ago(30), rule: { ...rule, enabled: false } },
      { do: "FORGET" },
    ],
    ["a deleted account has nothing wrong with it", { value: 99, isAccountGone: true }, { do: "NOTHING" }],
  ])("%s", (_, facts, verdict) => {
    expect(decide({ ...nothingOpen, ...facts }, steady)).toEqual(verdict);
  });

  test("a rule without a duration raises at the first look", () => {
    const atOnce = { ...nothingOpen, value: 11, rule: { ...rule, durationSeconds: 0 } };

    expect(decide(atOnce, prompt)).toEqual({ do: "RAISE", severity: "WARNING", since: now });
  });
});

describe("with an open alert", () => {
  test.each<[string, Partial<Watched>, Verdict]>([
    ["what was written down just now is not written again", { value: 30 }, { do: "NOTHING" }],
    [
      "what lasts is written down every half a minute",
      { value: 30, open: { ...isOpen, updatedAt: ago(30) } },
      { do: "UPDATE", severity: "WARNING", isEscalated: false },
    ],
    [
      "what becomes CRITICAL is told at once",
      { value: 50 },
      { do: "UPDATE", severity: "CRITICAL", isEscalated: true },
    ],
    [
      "a severity never goes down while it lasts",
      { value: 20, open: { ...isOpen, severity: "CRITICAL", updatedAt: ago(30) } },
      { do: "UPDATE", severity: "CRITICAL", isEscalated: false },
    ],
    ["a value just below the threshold is not good enough yet", { value: 9.5 }, { do: "NOTHING" }],
    ["a value well below it begins to clear", { value: 9 }, { do: "CLEARING" }],
    ["nothing to measure begins to clear", {}, { do: "CLEARING" }],
    [
      "what clears goes on clearing",
      { value: 1, open: { ...isOpen, clearingSince: ago(59) } },
      { do: "NOTHING" },
    ],
    [
      "what has been good for long enough is over",
      { value: 1, open: { ...isOpen, clearingSince: ago(60) } },
      { do: "RESOLVE", resolution: "CAUSE_GONE" },
    ],
    [
      "what is bad again does not clear any more",
      { value: 20, open: { ...isOpen, clearingSince: ago(59) } },
      { do: "UPDATE", severity: "WARNING", isEscalated: false },
    ],
    [
      "a rule that is switched off ends it",
      { value: 99, rule: { ...rule, enabled: false } },
      { do: "RESOLVE", resolution: "RULE_DISABLED" },
    ],
    [
      "a deleted account ends it",
      { value: 99, isAccountGone: true },
      { do: "RESOLVE", resolution: "ACCOUNT_DELETED" },
    ],
  ])("%s", (_, facts, verdict) => {
    expect(decide({ ...nothingOpen, open: isOpen, ...facts }, steady)).toEqual(verdict);
  });

  test("what has nothing to wait for is over at once", () => {
    expect(decide({ ...nothingOpen, open: isOpen }, prompt)).toEqual({
      do: "RESOLVE",
      resolution: "CAUSE_GONE",
    });
  });
});

describe("where low values are bad", () => {
  const score = { ...nothingOpen, rule: { ...rule, threshold: 60, criticalAt: 30, durationSeconds: 0 } };

  test.each<[number, Verdict]>([
    [61, { do: "NOTHING" }],
    [60, { do: "RAISE", severity: "WARNING", since: now }],
    [30, { do: "RAISE", severity: "CRITICAL", since: now }],
  ])("%d", (value, verdict) => {
    expect(decide({ ...score, value }, low)).toEqual(verdict);
  });

  test("good again means better by the margin", () => {
    const open = { ...score, open: isOpen };

    expect(decide({ ...open, value: 65 }, low)).toEqual({ do: "NOTHING" });
    expect(decide({ ...open, value: 66 }, low)).toEqual({ do: "RESOLVE", resolution: "CAUSE_GONE" });
  });
});

describe("every kind", () => {
  test("there are fifteen", () => {
    expect(new Set(alertKinds).size).toBe(15);
  });

  test.each(alertKinds)("%s has a rule that keeps to its own limits", (kind) => {
    const { rule: builtIn, range, bad, actions } = alertKindTable[kind];
    const { threshold, criticalAt } = builtIn;

    expect(threshold).toBeGreaterThanOrEqual(range.min);
    expect(threshold).toBeLessThanOrEqual(range.max);
    if (criticalAt !== null) {
      expect(criticalAt).toBeGreaterThanOrEqual(range.min);
      expect(criticalAt).toBeLessThanOrEqual(range.max);
      expect(bad === "ABOVE" ? criticalAt > threshold : criticalAt < threshold).toBe(true);
    }
    expect(alertActions).toEqual(expect.arrayContaining([...actions]));
    expect(actions).toEqual(expect.arrayContaining([...builtIn.autoActions]));
  });

  test.each(alertKinds)("%s is told in both languages, with what to do", (kind) => {
    for (const language of textLanguages) {
      expect(alertTexts[kind][language].advice.length).toBeGreaterThan(10);
      const { unit } = alertKindTable[kind];
      const { summary } = textOf(kind, { accountName: "前台", value: 12.345, threshold: 10, unit }, language);
      expect(summary).toContain("前台");
      expect(summary).toContain(unit === "MINUTES" ? "12" : "12.3");
    }
    expect(alertTexts[kind].ZH_CN.title).not.toBe(alertTexts[kind].EN.title);
  });

  test("how long it has lasted is told in hours and days, not in thousands of minutes", () => {
    const told = (value: number) => {
      const measured = { accountName: "前台", value, threshold: 5, unit: "MINUTES" } as const;
      return textLanguages.map((language) => textOf("OFFLINE_TOO_LONG", measured, language).summary);
    };
    expect(told(1_391.8)).toEqual([
      "前台：离线过久，当前 23 小时 11 分钟，阈值 5 分钟",
      "前台: Offline too long, now 23 h 11 min, limit 5 min",
    ]);
    expect(told(4_600)[0]).toContain("当前 3 天 4 小时");
    expect(told(4_600)[1]).toContain("now 3 days 4 h");
  });
});
