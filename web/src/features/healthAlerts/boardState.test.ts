import { expect, test } from "vitest";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { readState } from "../../ui/urlState.ts";
import { belongs, boardState, filterOf, inLane, isFiltered } from "./boardState.ts";

const alert = (given: Partial<HealthAlertRow>): HealthAlertRow => ({
  id: "a",
  patientId: "p",
  recordNumber: "P-000042",
  kind: "THRESHOLD",
  severity: "CRITICAL",
  state: "ACTIVE",
  count: 1,
  causedAt: "2026-11-22T08:00:00Z",
  lastCausedAt: "2026-11-22T08:00:00Z",
  raisedAt: "2026-11-22T08:00:00Z",
  updatedAt: "2026-11-22T08:00:00Z",
  acknowledgedAt: null,
  resolvedAt: null,
  resolution: null,
  escalationLevel: 0,
  escalateAt: null,
  version: 1,
  patient: null,
  text: { title: "", summary: "" },
  cause: { measure: null, value: null, worst: null, unit: null, operator: null, limit: null },
  assignedTo: null,
  acknowledgedBy: null,
  ...given,
});
const filterIn = (address: string) => filterOf(readState(boardState, new URLSearchParams(address)), "me");

test("an address without filters shows what is not over, and is not filtered", () => {
  expect(filterIn("")).toEqual({ states: ["ACTIVE", "ACKNOWLEDGED"] });
  expect(isFiltered(readState(boardState, new URLSearchParams("view=list")))).toBe(false);
});

test.each([
  ["", {}, true],
  ["", { state: "RESOLVED" }, false],
  ["show=all", { state: "RESOLVED" }, true],
  ["severities=WARNING", {}, false],
  ["kinds=NEWS2", {}, false],
  ["record=p-0000", {}, true],
  ["record=P-1", {}, false],
  ["mine=1", {}, false],
  ["mine=1", { assignedTo: { id: "me", displayName: "Me" } }, true],
] as const)("with %s an alert that is %o is shown: %s", (address, given, isShown) => {
  expect(belongs(alert(given), filterIn(address))).toBe(isShown);
});

test("in a lane what nobody has taken on comes first, then the newest", () => {
  const lane = inLane([
    alert({ id: "taken", state: "ACKNOWLEDGED", raisedAt: "2026-11-22T10:00:00Z" }),
    alert({ id: "old", raisedAt: "2026-11-22T08:00:00Z" }),
    alert({ id: "new", raisedAt: "2026-11-22T09:00:00Z" }),
  ]);
  expect(lane.map(({ id }) => id)).toEqual(["new", "old", "taken"]);
});
