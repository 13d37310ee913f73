import { describe, expect, test } from "vitest";
import { replay } from "./backTest.rules.ts";
import { holds, measuredAt } from "./condition.rules.ts";
import type { Condition, Sample } from "./condition.rules.ts";
import { decide, nothingWatched } from "./decision.rules.ts";
import type { Verdict, Watched } from "./decision.rules.ts";
import { clearAfterMs, isFlapping } from "./flapping.rules.ts";
import { operators } from "./monitor.codes.ts";
import type { Operator } from "./monitor.codes.ts";

const start = new Date("2026-11-22T10:00:00Z").getTime();
const at = (seconds: number) => new Date(start + seconds * 1_000);
/** Ten seconds apart, the first at `from`. */
const samples = (values: readonly number[], from = 0): Sample[] =>
  values.map((value, nth) => ({ at: at(from + nth * 10), value }));
const above: Condition & { forSeconds: number } = {
  measure: "VALUE",
  operator: "ABOVE",
  threshold: 80,
  windowSeconds: null,
  forSeconds: 60,
};
const open = (updatedSeconds: number, isStale = false) => ({ updatedAt: at(updatedSeconds), isStale });
const watched = (known: Partial<Watched>): Watched => ({ ...nothingWatched, ...known });

describe("comparing", () => {
  const expected: Record<Operator, [below: boolean, same: boolean, above: boolean]> = {
    ABOVE: [false, false, true],
    AT_LEAST: [false, true, true],
    BELOW: [true, false, false],
    AT_MOST: [true, true, false],
    EQUAL: [false, true, false],
    ABSENT: [false, false, false],
  };
  test.each(operators)("%s compares below, at and above its threshold", (operator) => {
    expect([79, 80, 81].map((value) => holds(value, { operator, threshold: 80 }))).toEqual(
      expected[operator],
    );
  });
});

describe("changes over a window", () => {
  test("a change is measured against the sample at its window's beginning, and not before there is one", () => {
    const measured = measuredAt(samples([10, 20, 40, 80]), { measure: "CHANGE", windowSeconds: 20 });
    expect(measured.map(({ value }) => value)).toEqual([null, null, 30, 60]);
  });

  test("a percentage of nothing is not measured", () => {
    const percent = { measure: "CHANGE_PERCENT", windowSeconds: 10 } as const;
    expect(measuredAt(samples([0, 5, 10]), percent).map(({ value }) => value)).toEqual([null, null, 100]);
  });

  test("a gap where the comparison would begin measures nothing", () => {
    const gap = [{ at: at(0), value: 1 }, ...samples([5], 200)];
    expect(measuredAt(gap, { measure: "CHANGE", windowSeconds: 60 }).at(-1)?.value).toBeNull();
  });
});

describe("what is decided", () => {
  const bad = samples([90, 90, 90]);
  const good = samples([50, 50, 50]);
  const cases: [name: string, now: number, seen: readonly Sample[], known: Watched, verdict: Verdict][] = [
    ["good and nothing known: nothing", 20, good, watched({}), { do: "NOTHING" }],
    ["bad for a moment: waited on since it began", 20, bad, watched({}), { do: "WATCH", since: at(0) }],
    [
      "bad for as long as the rule says, by what was known before: raised",
      80,
      samples([90, 90], 70),
      watched({ since: at(20), sampledAt: at(60) }),
      { do: "RAISE", since: at(20), value: 90 },
    ],
    [
      "a gap in what was known: the wait begins anew",
      200,
      samples([90, 90], 190),
      watched({ since: at(20), sampledAt: at(60) }),
      { do: "WATCH", since: at(190) },
    ],
    ["good again before it was raised: forgotten", 20, good, watched({ since: at(0) }), { do: "FORGET" }],
    ["nothing fresh and nothing known: nothing", 100, bad, watched({}), { do: "NOTHING" }],
    [
      "nothing fresh while waited on: forgotten, not raised",
      100,
      bad,
      watched({ since: at(0) }),
      { do: "FORGET" },
    ],
    [
      "nothing fresh while open: stale, not over",
      100,
      good,
      watched({ open: open(20) }),
      { do: "STALE", since: at(20) },
    ],
    ["known to be stale: nothing", 100, [], watched({ open: open(20, true) }), { do: "NOTHING" }],
    ["open and bad, written lately: nothing", 20, bad, watched({ open: open(10) }), { do: "NOTHING" }],
    [
      "open and bad for a while: written again",
      30,
      samples([90], 25),
      watched({ open: open(10) }),
      { do: "UPDATE", value: 90 },
    ],
    [
      "bad again while it seemed to clear: written at once",
      20,
      bad,
      watched({ open: open(19), clearingSince: at(10) }),
      { do: "UPDATE", value: 90 },
    ],
    [
      "fresh again after it was stale: written at once",
      20,
      bad,
      watched({ open: open(19, true) }),
      { do: "UPDATE", value: 90 },
    ],
    ["open and good: clearing", 20, good, watched({ open: open(0) }), { do: "CLEARING", value: 50 }],
    [
      "good for a moment: still open",
      20,
      good,
      watched({ open: open(0), clearingSince: at(10) }),
      { do: "NOTHING" },
    ],
    [
      "good for long enough: over",
      45,
      samples([50], 40),
      watched({ open: open(0), clearingSince: at(10) }),
      { do: "RESOLVE", value: 50 },
    ],
  ];
  test.each(cases)("%s", (_, now, seen, known, verdict) => {
    expect(decide({ now: at(now), samples: seen, rule: above, watched: known })).toEqual(verdict);
  });

  test("a last sample that is getting old raises nothing, however long it was bad", () => {
    const known = watched({ since: at(0), sampledAt: at(50) });
    const verdict = (now: number) =>
      decide({ now: at(now), samples: samples([90, 90], 50), rule: above, watched: known });
    expect(verdict(85)).toEqual({ do: "RAISE", since: at(0), value: 90 });
    expect(verdict(86)).toEqual({ do: "WATCH", since: at(0) });
  });

  test("a rule without a duration raises with the first bad sample", () => {
    const verdict = decide({
      now: at(0),
      samples: samples([90]),
      rule: { ...above, forSeconds: 0 },
      watched: nothingWatched,
    });
    expect(verdict).toEqual({ do: "RAISE", since: at(0), value: 90 });
  });

  test("absence is waited on, raised, and over when something is measured", () => {
    const rule = { ...above, operator: "ABSENT" as const };
    const decided = (now: number, seen: readonly Sample[], known: Watched) =>
      decide({ now: at(now), samples: seen, rule, watched: known });

    expect(decided(30, samples([1]), nothingWatched)).toEqual({ do: "NOTHING" });
    expect(decided(40, samples([1]), nothingWatched)).toEqual({ do: "WATCH", since: at(0) });
    expect(decided(100, [], watched({ since: at(40) }))).toEqual({ do: "RAISE", since: at(40), value: null });
    expect(decided(100, samples([1], 95), watched({ open: open(0) }))).toEqual({
      do: "CLEARING",
      value: null,
    });
  });
});

describe("coming and going", () => {
  test("the more often it came back, the longer it must be good", () => {
    const times = (count: number) => Array.from({ length: count }, (_, nth) => at(nth * 60));
    const now = at(600);
    expect([0, 2, 3, 6].map((count) => clearAfterMs(times(count), now))).toEqual([
      30_000, 30_000, 300_000, 900_000,
    ]);
    expect([2, 3].map((count) => isFlapping(times(count), now))).toEqual([false, true]);
  });

  test("what was more than an hour ago is no flapping", () => {
    expect(isFlapping([at(0), at(1), at(2)], at(3_700))).toBe(false);
  });
});

describe("trying a rule on a day", () => {
  test("it says when it would have fired and how bad it was, and what was too short counts for nothing", () => {
    const calm = Array<number>(30).fill(50);
    const day = samples([...calm, 90, 90, 90, ...calm, ...Array<number>(9).fill(90), 99, ...calm]);
    const range = { from: at(0), to: day.at(-1)?.at ?? at(0) };

    const firings = replay(day, above, range);

    expect(firings).toEqual([{ since: at(630), raisedAt: at(690), resolvedAt: at(760), peak: 99 }]);
  });

  test("what still lasts has no end", () => {
    const day = samples(Array<number>(20).fill(90));
    const [firing] = replay(day, above, { from: at(0), to: at(190) });
    expect(firing?.resolvedAt).toBeNull();
  });
});
