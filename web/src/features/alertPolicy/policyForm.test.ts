import { expect, test } from "vitest";
import { fieldOf, inputOf, policyShape, valuesOf } from "./policyForm.ts";

const policy = {
  isShipped: false,
  version: 3,
  updatedAt: null,
  groupBy: ["component"],
  groupWaitSeconds: 10,
  groupIntervalSeconds: 300,
  quietHours: null,
  escalation: [
    { afterMinutes: 15, raiseTo: "CRITICAL" as const, userIds: [] },
    { afterMinutes: 60, raiseTo: null, userIds: ["01a2"] },
  ],
  inhibitions: [
    {
      source: [{ label: "alert", operator: "EQUAL" as const, value: "database-silent" }],
      target: [{ label: "depends-on", operator: "EQUAL" as const, value: "database" }],
      equal: [],
    },
  ],
};

const problemsOf = (change: Partial<ReturnType<typeof valuesOf>>) =>
  (policyShape.safeParse({ ...valuesOf(policy), ...change }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

test("a policy that nobody touched is sent as it came", () => {
  const { version, isShipped: _, updatedAt: __, quietHours: ___, ...rest } = policy;

  expect(problemsOf({})).toEqual([]);
  expect(inputOf(valuesOf(policy), version)).toEqual({
    ...rest,
    expectedVersion: 3,
    clearQuietHours: true,
  });
});

test("quiet hours switched on are sent with their days in order", () => {
  const values = {
    ...valuesOf(policy),
    isQuiet: true,
    quietHours: { from: "22:00", to: "07:30", days: [6, 1] },
  };

  expect(inputOf(values, 3)).toMatchObject({ quietHours: { from: "22:00", to: "07:30", days: [1, 6] } });
  expect(inputOf(values, 3)).not.toHaveProperty("clearQuietHours");
});

test("a step that would never have its turn is told of at its own field", () => {
  const [first, second] = valuesOf(policy).escalation;

  expect(problemsOf({ escalation: [second, first].flatMap((step) => step ?? []) })).toEqual([
    "escalation.1.afterMinutes: laterThanBefore",
  ]);
});

test("numbers out of range are told of with the range", () => {
  expect(problemsOf({ groupWaitSeconds: "301", groupIntervalSeconds: "soon" })).toEqual([
    "groupWaitSeconds: wholeBetween|0–300",
    "groupIntervalSeconds: wholeBetween|10–86400",
  ]);
});

test("a cause that every alert would be is told of where it stands", () => {
  const anything = [{ label: "alert", operator: "NOT_EQUAL" as const, value: "database-silent" }];
  const [first] = valuesOf(policy).inhibitions;

  expect(problemsOf({ inhibitions: first ? [{ ...first, source: anything }] : [] })).toEqual([
    "inhibitions.0.source: tooWide",
  ]);
});

test("the server's complaints find their fields within the lists", () => {
  expect(fieldOf(["input", "inhibitions", 2, "target", 0, "value"])).toBe("inhibitions.2.target.0.value");
  expect(fieldOf(["input", "inhibitions", 2, "source"])).toBe("inhibitions.2.source");
  expect(fieldOf(["input", "groupBy", 1])).toBe("groupBy");
  expect(fieldOf(["input", "expectedVersion"])).toBeNull();
});
