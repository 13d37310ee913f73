import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { someFacts, spo2Finding } from "../testing/findings.ts";
import type { Measured } from "../testing/findings.ts";
import { corrected } from "./alert.correction.ts";
import { decide } from "./alert.decision.ts";
import type { AlertRow } from "./alert.row.ts";
import { healthAlertChain } from "./alert.settings.ts";

const start = Date.parse("2026-11-22T08:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000);
const facts = { now: at(60), chain: healthAlertChain.default, newId: v7 };
const patient = someFacts();
const ruleId = v7();
const warning: Measured = { severity: "WARNING", value: 93 };
const critical: Measured = { severity: "CRITICAL", value: 88 };

type Found = [minutes: number, measured?: Measured];

const findings = (found: readonly Found[]) =>
  found.map(([minutes, measured]) => spo2Finding(patient, ruleId, at(minutes), measured));

function alertOf(found: readonly Found[], given: Partial<AlertRow> = {}): AlertRow {
  const alert = findings(found).reduce<AlertRow | null>(
    (last, each) => decide(last, each, { ...facts, now: each.at })?.alert ?? last,
    null,
  );
  if (!alert) throw new Error("nothing was found");
  return { ...alert, ...given };
}

const acknowledged = { state: "ACKNOWLEDGED", acknowledgedById: v7(), escalateAt: null } as const;

type Case = [
  says: string,
  known: AlertRow,
  left: Found[],
  expected: (Partial<AlertRow> & { change: string }) | null,
];

describe("an alert whose reading is taken back", () => {
  test.each<Case>([
    [
      "ends where nothing is left",
      alertOf([[0, critical]]),
      [],
      { change: "RESOLVED", state: "RESOLVED", resolution: "READING_RETRACTED", escalateAt: null },
    ],
    [
      "ends where what is left was over before",
      alertOf([
        [0, warning],
        [5, critical],
      ]),
      [[0, warning], [3]],
      { change: "RESOLVED", resolution: "READING_RETRACTED" },
    ],
    [
      "is milder where only milder ones are left, and calls as for those",
      alertOf([
        [0, warning],
        [5, critical],
      ]),
      [[0, warning]],
      { change: "CORRECTED", severity: "WARNING", count: 1, lastCausedAt: at(0), escalationLevel: 0 },
    ],
    [
      "stays with whoever looks after it",
      alertOf(
        [
          [0, critical],
          [5, warning],
        ],
        acknowledged,
      ),
      [[5, warning]],
      { change: "CORRECTED", severity: "WARNING", causedAt: at(5), ...acknowledged },
    ],
    [
      "has to be taken on again where it turns out to be worse than was seen",
      alertOf([[0, warning]], acknowledged),
      [[0, critical]],
      { change: "WORSENED", severity: "CRITICAL", state: "ACTIVE", acknowledgedById: null },
    ],
    ["is as it was where it would be the same", alertOf([[0, warning]]), [[0, warning]], null],
    [
      "is over where it was, if what is left says so too",
      alertOf([[0, critical], [5]]),
      [[0, critical], [4]],
      null,
    ],
    [
      "begins anew where only that reading had ended it",
      alertOf([[0, critical], [5]]),
      [[0, critical]],
      {
        change: "RAISED",
        state: "ACTIVE",
        severity: "CRITICAL",
        causedAt: at(0),
        raisedAt: facts.now,
        version: 1,
      },
    ],
  ])("%s", (_, known, left, expected) => {
    const correction = corrected(known, findings(left), facts);
    expect(correction && { ...correction.alert, change: correction.change }).toEqual(
      expected && expect.objectContaining(expected),
    );
  });

  test("and is over stands in no later reading's way, not even of the same moment", () => {
    const over = corrected(alertOf([[0, critical]]), [], facts)?.alert ?? null;
    const [again] = findings([[0, warning]]);
    expect(again && decide(over, again, facts)).toMatchObject({ change: "RAISED" });
  });
});
