import { describe, expect, test } from "vitest";
import { Outlet } from "./outlet.ts";
import { Pressure } from "./pressure.ts";

/** A connection whose reader takes what it is let, and an outlet into it. */
function slowLine(limits = { bufferSoftBytes: 100, bufferBytesMax: 1_000 }) {
  const line = {
    bufferedBytes: 0,
    needsDrain: false,
    isBroken: false,
    breakOff() {
      this.isBroken = true;
    },
  };
  const pressure = new Pressure(line, limits);
  const written: { n: number; extensions: Record<string, unknown> }[] = [];
  const ends: unknown[] = [];
  const open = () =>
    new Outlet(pressure, {
      write({ json }) {
        written.push(JSON.parse(json));
        line.bufferedBytes += json.length;
        line.needsDrain = true;
      },
      complete: () => ends.push("complete"),
      fail: (errors) => ends.push(errors),
    });
  const drain = () => {
    line.bufferedBytes = 0;
    line.needsDrain = false;
    pressure.drained();
  };
  const numbers = () => written.map(({ n }) => n);
  return { line, written, numbers, ends, open, outlet: open(), drain };
}

const event = (n: number, entity?: string) => {
  const cursor = `c${n}`;
  return { json: JSON.stringify({ n, extensions: { cursor } }), cursor, entity };
};

describe("an outlet to a client that reads slowly", () => {
  test("keeps the latest state of each entity, in the order of their last change, and says how many it left out", () => {
    const { outlet, written, numbers, drain } = slowLine();
    for (let n = 1; n <= 4; n += 1) outlet.next(event(n, "first"));
    expect(numbers()).toEqual([1, 2, 3]);

    outlet.next(event(5, "a"));
    outlet.next(event(6, "b"));
    outlet.next(event(7, "a"));
    outlet.next(event(8, "first"));
    drain();

    expect(numbers()).toEqual([1, 2, 3, 6, 7, 8]);
    // Left out: 4 and 5.
    expect(written[3]?.extensions).toEqual({ cursor: "c6", coalesced: 2 });
    expect(written[4]?.extensions).toEqual({ cursor: "c7" });
  });

  test("drops nothing that is no state, and lets nothing overtake it", () => {
    const { outlet, numbers, drain } = slowLine({ bufferSoftBytes: 100, bufferBytesMax: 10_000 });
    for (let n = 1; n <= 20; n += 1) outlet.next(event(n, n % 2 === 0 ? "state" : undefined));

    for (let n = 0; n < 10; n += 1) drain();

    expect(numbers()).toEqual([1, 2, 3, 5, 7, 9, 11, 13, 15, 17, 19, 20]);
  });

  test("what was discarded is not promised: whoever comes back with its cursor has everything that matters", () => {
    for (let stopAfter = 0; stopAfter <= 6; stopAfter += 1) {
      const { outlet, numbers, drain } = slowLine({ bufferSoftBytes: 10, bufferBytesMax: 10_000 });
      for (let n = 1; n <= 40; n += 1) outlet.next(event(n, `entity ${n % 5}`));
      for (let n = 0; n < stopAfter; n += 1) drain();
      expect(outlet.cursor).toBe("c40");
      outlet.discard();

      const resumed = Array.from({ length: 40 }, (_, n) => n + 1).filter(
        (n) => n > Number(outlet.cursor?.slice(1)),
      );
      const latest = new Map([...numbers(), ...resumed].map((n) => [n % 5, n]));
      expect([...latest.values()].toSorted((a, b) => a - b)).toEqual([36, 37, 38, 39, 40]);
    }
  });

  test("breaks off at its bound, however many operations share the connection", () => {
    const { line, outlet, open } = slowLine();
    const other = open();

    for (let n = 1; n <= 20; n += 1) outlet.next(event(n));
    expect(line.isBroken).toBe(false);
    for (let n = 1; n <= 20; n += 1) other.next(event(n));

    expect(line.isBroken).toBe(true);
  });

  test("gives back the place of what was superseded or discarded", () => {
    const { line, outlet, open } = slowLine();
    for (let n = 1; n <= 1_000; n += 1) outlet.next(event(n, "one and the same"));
    for (let round = 0; round < 10; round += 1) {
      const passing = open();
      for (let n = 1; n <= 10; n += 1) passing.next(event(n));
      passing.discard();
    }

    expect(line.isBroken).toBe(false);
  });

  test("serves all operations of a connection in turn", () => {
    const { outlet, open, numbers, drain } = slowLine({ bufferSoftBytes: 60, bufferBytesMax: 10_000 });
    const other = open();
    for (let n = 1; n <= 10; n += 1) outlet.next(event(n));
    for (let n = 101; n <= 110; n += 1) other.next(event(n));

    drain();
    drain();

    expect(numbers().some((n) => n > 100)).toBe(true);
  });

  test("writes what waits before the end, and nothing of it after a discard", () => {
    const first = slowLine();
    const second = slowLine();
    for (const { outlet } of [first, second]) for (let n = 1; n <= 5; n += 1) outlet.next(event(n));

    first.outlet.complete();
    second.outlet.discard();
    second.outlet.fail([{ message: "no more rights" }]);

    expect([first.numbers(), first.ends]).toEqual([[1, 2, 3, 4, 5], ["complete"]]);
    expect([second.numbers(), second.ends]).toEqual([[1, 2, 3], [[{ message: "no more rights" }]]]);
  });

  test("calls whoever waits for room once there is some, and not before", () => {
    const { outlet, drain } = slowLine();
    let calls = 0;
    for (let n = 1; n <= 4; n += 1) outlet.next(event(n));
    outlet.whenRoom(() => (calls += 1));
    expect(calls).toBe(0);

    drain();
    drain();

    expect(calls).toBe(1);
  });
});
