import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { someFacts, spo2Finding } from "../testing/findings.ts";
import type { Measured } from "../testing/findings.ts";
import { readingsMax, readingsOf } from "./alert.cause.ts";
import type { Chain } from "./alert.chain.ts";
import { firstDue, stepDue } from "./alert.chain.ts";
import { decide } from "./alert.decision.ts";
import type { AlertRow } from "./alert.row.ts";
import { healthAlertChain } from "./alert.settings.ts";
import { summaryOf } from "./alert.texts.ts";

const chain = healthAlertChain.default;
const start = Date.parse("2026-11-22T08:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000);
const patient = someFacts();
const ruleId = v7();

const warning: Measured = { severity: "WARNING", value: 93 };
const critical: Measured = { severity: "CRITICAL", value: 88 };

/** One finding after the other, each decided a second after it was measured. */
function after(...found: [minutes: number, measured?: Measured | undefined, lateByMinutes?: number][]) {
  let last: AlertRow | null = null;
  const changes: (string | null)[] = [];
  for (const [minutes, measured, late = 0] of found) {
    const now = new Date(at(minutes + late).getTime() + 1_000);
    const outcome = decide(last, spo2Finding(patient, ruleId, at(minutes), measured), {
      now,
      chain,
      newId: v7,
    });
    changes.push(outcome?.change ?? null);
    last = outcome?.alert ?? last;
  }
  return { changes, alert: last };
}

function acknowledged(alert: AlertRow | null): AlertRow {
  if (!alert) throw new Error("there is no alert");
  return { ...alert, state: "ACKNOWLEDGED", acknowledgedAt: at(1), acknowledgedById: v7(), escalateAt: null };
}

describe("findings about one patient and rule", () => {
  test.each<[string, Parameters<typeof after>, (string | null)[]]>([
    ["all is well where nothing is open", [[0]], [null]],
    ["the first raises an alert", [[0, warning]], ["RAISED"]],
    [
      "later ones keep it up",
      [
        [0, warning],
        [1, warning],
      ],
      ["RAISED", "REPEATED"],
    ],
    [
      "the same one again changes nothing",
      [
        [0, warning],
        [0, warning],
      ],
      ["RAISED", null],
    ],
    [
      "one measured before what is known changes nothing",
      [
        [5, warning],
        [3, warning, 4],
      ],
      ["RAISED", null],
    ],
    [
      "nor does a worse one that is that late",
      [
        [5, warning],
        [3, critical, 4],
      ],
      ["RAISED", null],
    ],
    [
      "a worse one makes it worse",
      [
        [0, warning],
        [1, critical],
      ],
      ["RAISED", "WORSENED"],
    ],
    [
      "a worse one of the same moment, too",
      [
        [0, warning],
        [0, critical],
      ],
      ["RAISED", "WORSENED"],
    ],
    ["a good value ends it", [[0, warning], [1]], ["RAISED", "RESOLVED"]],
    ["a good value of the same moment does not", [[0, warning], [0]], ["RAISED", null]],
    [
      "a good value from before does not",
      [
        [5, warning],
        [4, undefined, 3],
      ],
      ["RAISED", null],
    ],
    ["what is over begins anew", [[0, warning], [1], [2, warning]], ["RAISED", "RESOLVED", "RAISED"]],
    [
      "a late bad value does not reopen it",
      [[0, warning], [5], [4, critical, 3]],
      ["RAISED", "RESOLVED", null],
    ],
    ["nor does one of the moment it ended", [[0, warning], [5], [5, critical]], ["RAISED", "RESOLVED", null]],
    [
      "after a late end, what was measured since then raises a new one",
      [
        [0, warning],
        [5, undefined, 60],
        [10, warning, 60],
      ],
      ["RAISED", "RESOLVED", "RAISED"],
    ],
  ])("%s", (_, found, changes) => {
    expect(after(...found).changes).toEqual(changes);
  });

  test("a milder value leaves the severity and its limit, and says how it is now", () => {
    const { alert } = after([0, critical], [1, warning]);

    expect(alert).toMatchObject({
      severity: "CRITICAL",
      count: 2,
      lastCausedAt: at(1),
      cause: { value: 93, limit: 91, worst: { value: 88, at: at(0).toISOString() } },
    });
  });

  test("many keep the newest readings and those of the worst moment", () => {
    const { alert } = after(
      [0, critical],
      ...Array.from({ length: 40 }, (_, n): [number, Measured] => [n + 1, warning]),
    );
    const readings = alert ? readingsOf(alert.cause) : [];

    expect(alert?.count).toBe(41);
    expect(readings).toHaveLength(readingsMax + 1);
    expect(readings[0]).toMatchObject({ value: 88, at: at(0).toISOString() });
    expect(readings.at(-1)?.at).toBe(at(40).toISOString());
  });

  test("within fifteen seconds are counted in silence", () => {
    const first = after([0, warning]).alert;
    const again = decide(first, spo2Finding(patient, ruleId, new Date(start + 5_000), warning), {
      now: new Date(start + 6_000),
      chain,
      newId: v7,
    });

    expect(again).toMatchObject({ change: "REPEATED", isQuiet: true, alert: { count: 2, version: 1 } });
  });
});

describe("somebody's acknowledgement", () => {
  const facts = { now: at(3), chain, newId: v7 };

  test("is taken back when it becomes critical, and the chain begins anew", () => {
    const outcome = decide(
      acknowledged(after([0, warning]).alert),
      spo2Finding(patient, ruleId, at(2), critical),
      facts,
    );

    expect(outcome?.alert).toMatchObject({
      state: "ACTIVE",
      acknowledgedAt: null,
      acknowledgedById: null,
      escalationLevel: 0,
      escalateAt: at(8),
    });
  });

  test("holds while it lasts, and while it becomes a warning", () => {
    const info: Measured = { severity: "INFO", value: 95 };
    for (const [first, then] of [
      [critical, critical],
      [info, warning],
    ] as const) {
      const outcome = decide(
        acknowledged(after([0, first]).alert),
        spo2Finding(patient, ruleId, at(2), then),
        facts,
      );
      expect(outcome?.alert).toMatchObject({ state: "ACKNOWLEDGED", escalateAt: null });
    }
  });
});

describe("the escalation chain", () => {
  const own: Chain = [
    { afterMinutes: 30, severities: ["WARNING"], audience: "ADMINISTRATORS", channels: "IN_APP" },
    { afterMinutes: 10, severities: ["WARNING", "CRITICAL"], audience: "CARE_TEAM", channels: "BY_SEVERITY" },
  ];

  test("as shipped calls for critical alerts only: the care team, then all who may handle them", () => {
    expect(firstDue(chain, "WARNING", at(0))).toBeNull();
    expect(firstDue(chain, "CRITICAL", at(0))).toEqual(at(5));
    const first = stepDue(chain, "CRITICAL", 0, at(5));
    expect(first).toMatchObject({ level: { audience: "CARE_TEAM" }, nextAt: at(15) });
    expect(stepDue(chain, "CRITICAL", 1, at(15))).toMatchObject({
      level: { audience: "ADMINISTRATORS" },
      nextAt: null,
    });
  });

  test("goes by time, whatever order it was written in, and by severity", () => {
    expect(stepDue(own, "WARNING", 0, at(10))).toMatchObject({ level: { afterMinutes: 10 }, nextAt: at(30) });
    expect(stepDue(own, "CRITICAL", 0, at(10))).toMatchObject({ nextAt: null });
    expect(firstDue(own, "INFO", at(0))).toBeNull();
  });

  test("ends for alerts that have gone further than it is now", () => {
    expect(stepDue([], "CRITICAL", 1, at(15))).toEqual({ level: null, nextAt: null });
  });
});

describe("in words", () => {
  const of = (value: number | null, given: object = {}) =>
    summaryOf({
      kind: "THRESHOLD",
      recordNumber: "P-000042",
      cause: {
        measure: "2708-6",
        value,
        unit: "%",
        operator: "LTE",
        limit: 91,
        readings: [],
        facts: {},
        ...given,
      },
    });

  test("a value is told with its name, unit and limit in both languages", () => {
    expect(of(88)).toEqual({
      zh: "患者 P-000042：血氧饱和度 88%（界限：不高于 91%）",
      en: "Patient P-000042: Oxygen saturation 88% (limit: at or below 91%)",
    });
    expect(of(185, { measure: "8480-6", unit: "mm[Hg]", operator: "GTE", limit: 180 }).en).toBe(
      "Patient P-000042: Systolic blood pressure 185 mmHg (limit: at or above 180 mmHg)",
    );
  });

  test("minutes become hours, and what has no value has none", () => {
    expect(
      summaryOf({
        kind: "MISSING_DATA",
        recordNumber: "P-1",
        cause: {
          measure: null,
          value: 240,
          unit: "min",
          operator: null,
          limit: null,
          readings: [],
          facts: {},
        },
      }).en,
    ).toBe("Patient P-1: No reading 4 h");
    expect(of(null, { measure: null, operator: null, limit: null }).zh).toBe("患者 P-000042：测量值");
  });
});
