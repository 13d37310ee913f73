import { describe, expect, test } from "vitest";
import type { StoredCause } from "../../alert/alert.cause.ts";
import type { AlertRow } from "../../alert/alert.row.ts";
import { vital } from "../../vital/vital.codes.ts";
import { restsOn } from "./retrial.rules.ts";

const minute = 60_000;
const start = Date.parse("2026-11-22T08:00:00Z");
const at = (minutes: number) => new Date(start + minutes * minute);

const cause: StoredCause = {
  measure: vital.systolic,
  value: 190,
  unit: "mm[Hg]",
  operator: "GTE",
  limit: 180,
  readings: [{ code: vital.systolic, value: 185, unit: "mm[Hg]", at: at(-7).toISOString(), deviceId: null }],
  facts: {},
  worst: null,
  clearedAt: null,
};

const alert: AlertRow = {
  id: "a",
  tenantId: "t",
  patientId: "p",
  ruleId: "r",
  deviceId: null,
  kind: "THRESHOLD",
  severity: "CRITICAL",
  state: "ACTIVE",
  cause,
  nameZh: "",
  nameEn: "",
  adviceZh: "",
  adviceEn: "",
  count: 1,
  causedAt: at(0),
  lastCausedAt: at(10),
  raisedAt: at(0),
  updatedAt: at(0),
  assignedToId: null,
  acknowledgedAt: null,
  acknowledgedById: null,
  resolvedAt: null,
  resolvedById: null,
  resolution: null,
  noteSealed: null,
  escalationLevel: 0,
  escalateAt: null,
  version: 1,
};
const ended: AlertRow = {
  ...alert,
  state: "RESOLVED",
  resolution: "BACK_TO_NORMAL",
  cause: { ...cause, clearedAt: at(20).toISOString() },
};

describe("an alert rests on a reading", () => {
  test.each<[string, AlertRow, number, number, boolean]>([
    ["of its time, from the first moment", alert, 0, 0, true],
    ["to the last", alert, 10, 0, true],
    ["not of later", alert, 11, 60, false],
    ["not of before, where its rule reads no further back", alert, -1, 0, false],
    ["that it shows, however old", alert, -7, 0, true],
    ["that its rule had in its window", alert, -30, 30, true],
    ["not beyond the window", alert, -31, 30, false],
    ["by its end, where it is over", ended, 20, 0, true],
    ["not by what came after its end", ended, 21, 60, false],
    ["by what its end was judged on", ended, 15, 5, true],
    ["not by what raised it, once it is over", ended, 0, 5, false],
  ])("%s", (_, which, minutes, reachMinutes, expected) => {
    expect(restsOn(which, at(minutes), reachMinutes * minute)).toBe(expected);
  });
});
