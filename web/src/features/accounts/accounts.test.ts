import { describe, expect, test } from "vitest";
import { filterOf, listState, listVariables } from "./accountListQuery.ts";
import { inMenuOrder, primaryAction } from "./actionLook.ts";
import { leftMs, linkIn, loginViewOf, stepStates } from "./loginFlow.ts";
import { borderPoint, lineBetween, machineEdges, tallLayout, wideLayout } from "./machineLayout.ts";
import { mergeSlivers, toSegments } from "./timeline.series.ts";
import { accountStatuses } from "../../status/accountStatus.ts";
import { readState } from "../../ui/urlState.ts";

describe("a log-in", () => {
  test("goes through its steps in order", () => {
    const states = stepStates(loginViewOf("WAITING_CONFIRM", true), new Set());

    expect(states.map(({ state }) => state)).toEqual(["done", "done", "current", "ahead", "ahead"]);
  });

  test("of a known device skips the verification, and says so", () => {
    const seen = new Set(["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "ONLINE"] as const);

    expect(stepStates(loginViewOf("ONLINE", true), seen)[3]).toEqual({ step: "VERIFYING", state: "skipped" });
    expect(stepStates(loginViewOf("ONLINE", true), new Set([...seen, "VERIFYING" as const]))[3]?.state).toBe(
      "done",
    );
  });

  test("that went offline under way has failed; one that was never begun has not", () => {
    expect(loginViewOf("OFFLINE", true).ended).toBe("failed");
    expect(loginViewOf("OFFLINE", false).ended).toBeNull();
    expect(loginViewOf("CREATED", false).ended).toBeNull();
  });

  test("has a code that runs out and does not run below", () => {
    const now = Date.parse("2026-11-22T08:00:00Z");

    expect(leftMs("2026-11-22T08:00:30Z", now)).toBe(30_000);
    expect(leftMs("2026-11-22T07:00:00Z", now)).toBe(0);
  });

  test("offers to open a code only when it is a web link", () => {
    expect(linkIn("https://example.com/x")).toBe("https://example.com/x");
    expect(linkIn("javascript:alert(1)")).toBeNull();
    expect(linkIn("wxp://f2f0abc")).toBeNull();
  });
});

describe("the picture of the nine states", () => {
  test.each([
    ["wide", wideLayout],
    ["tall", tallLayout],
  ])("has a place for each state in the %s form, and none lies over another", (_, layout) => {
    const boxes = accountStatuses.map((status) => layout.places[status]);
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1)) {
        const apart =
          Math.abs(one.x - other.x) >= layout.node.width || Math.abs(one.y - other.y) >= layout.node.height;
        expect(apart).toBe(true);
      }
    for (const { x, y } of boxes) {
      expect(x - layout.node.width / 2).toBeGreaterThanOrEqual(0);
      expect(x + layout.node.width / 2).toBeLessThanOrEqual(layout.width);
      expect(y + layout.node.height / 2).toBeLessThanOrEqual(layout.height);
    }
  });

  test("leads into every state but the first, and out of every state", () => {
    const into = new Set(machineEdges.map(({ to }) => to));
    const outOf = new Set(machineEdges.map(({ from }) => from));

    expect(accountStatuses.filter((status) => !into.has(status))).toEqual(["CREATED"]);
    expect(accountStatuses.filter((status) => !outOf.has(status))).toEqual([]);
  });

  test("draws each arrow from border to border", () => {
    const { from, to } = lineBetween(wideLayout, "CREATED", "INITIALIZING");

    expect(from.x).toBeGreaterThanOrEqual(wideLayout.places.CREATED.x + wideLayout.node.width / 2);
    expect(to.x).toBeLessThanOrEqual(wideLayout.places.INITIALIZING.x - wideLayout.node.width / 2);
  });

  test("leaves a box by the side that faces the other", () => {
    const box = { width: 100, height: 40 };

    expect(borderPoint(box, { x: 0, y: 0 }, { x: 0, y: 500 }, 0)).toEqual({ x: 0, y: 20 });
    expect(borderPoint(box, { x: 0, y: 0 }, { x: 500, y: 0 }, 0)).toEqual({ x: 50, y: 0 });
  });
});

describe("the strip of states", () => {
  const range = { from: Date.parse("2026-11-22T00:00:00Z"), to: Date.parse("2026-11-22T10:00:00Z") };
  const changes = [
    { at: "2026-11-22T08:00:00Z", from: "ONLINE", to: "ERROR" },
    { at: "2026-11-22T05:00:00Z", from: "OFFLINE", to: "ONLINE" },
  ] as const;

  test("covers the whole range, and ends in the present state", () => {
    const segments = toSegments(changes, range, true);

    expect(segments.map(({ status, share }) => [status, share])).toEqual([
      ["OFFLINE", 0.5],
      ["ONLINE", 0.3],
      ["ERROR", 0.2],
    ]);
  });

  test("claims nothing about the time before what is known", () => {
    expect(toSegments(changes, range, false)[0]).toMatchObject({ status: "ONLINE", share: 0.3 });
  });

  test("cuts what began before the range", () => {
    const older = [{ at: "2026-11-20T00:00:00Z", from: "OFFLINE", to: "ONLINE" }] as const;

    expect(toSegments(older, range, true)).toEqual([{ status: "ONLINE", ...range, share: 1 }]);
  });

  test("is empty without history", () => {
    expect(toSegments([], range, true)).toEqual([]);
  });

  test("joins slivers that nobody could see, and keeps the whole", () => {
    const slivers = Array.from({ length: 1_000 }, (_, index) => ({
      status: index % 2 === 0 ? ("ONLINE" as const) : ("ERROR" as const),
      from: index,
      to: index + 1,
      share: 0.001,
    }));

    const merged = mergeSlivers(slivers, 0.002);

    expect(merged.length).toBeLessThanOrEqual(500);
    expect(merged.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});

describe("what can be done to an account", () => {
  test("leads with what it waits for", () => {
    expect(primaryAction(["CANCEL_LOGIN", "SUBMIT_CODE"])).toBe("SUBMIT_CODE");
    expect(primaryAction(["UPDATE", "DELETE", "LOG_IN"])).toBe("LOG_IN");
    expect(primaryAction(["LOG_OUT", "UPDATE"])).toBeUndefined();
  });

  test("is only what is allowed, the dangerous last", () => {
    expect(inMenuOrder(["DELETE", "LOG_IN", "UPDATE"])).toEqual(["LOG_IN", "UPDATE", "DELETE"]);
  });
});

describe("the list's question to the server", () => {
  const usual = readState(listState, new URLSearchParams());

  test("has no filter when none is set", () => {
    expect(filterOf(usual)).toBeNull();
  });

  test("says of each filter only what is set", () => {
    const state = readState(
      listState,
      new URLSearchParams("statuses=ONLINE&healthMax=49&tags=VIP&search=%E6%9C%B1"),
    );

    expect(listVariables(state, true)).toMatchObject({
      filter: { statuses: ["ONLINE"], healthMax: 49, tags: ["VIP"], search: "朱" },
      orderBy: { by: "NAME", direction: "ASC" },
      first: 50,
      people: true,
    });
  });
});
