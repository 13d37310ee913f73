import { describe, expect, test } from "vitest";
import { Ring } from "./ring.ts";

const limits = { replayEventsMax: 4, replayBytesMax: 1_000 };
const event = (n: number, json = `{"n":${n}}`) => ({ json, cursor: `c${n}` });

function ringOf(from: number, to: number, given = limits): Ring {
  const ring = new Ring(given);
  ring.stand(`c${from - 1}`);
  for (let n = from; n <= to; n += 1) ring.add(event(n));
  return ring;
}

/** What a client that comes back with this cursor would be given. */
function since(ring: Ring, cursor: string): string[] | undefined {
  const place = ring.placeAfter(cursor);
  if (place === undefined) return undefined;
  return Array.from({ length: ring.end - place }, (_, n) => ring.at(place + n)?.cursor ?? "nothing");
}

describe("a ring", () => {
  test("knows what came after every cursor it remembers, the one before the first event included", () => {
    const ring = ringOf(1, 3);

    expect(since(ring, "c0")).toEqual(["c1", "c2", "c3"]);
    expect(since(ring, "c2")).toEqual(["c3"]);
    expect(since(ring, "c3")).toEqual([]);
    expect(since(ring, "c9")).toBeUndefined();
    expect(ring.cursor).toBe("c3");
  });

  test("forgets the oldest beyond its count, and never gives part of what a forgotten cursor would need", () => {
    const ring = ringOf(1, 100);

    expect(since(ring, "c95")).toBeUndefined();
    expect(since(ring, "c96")).toEqual(["c97", "c98", "c99", "c100"]);
    expect(ring.cursorBefore(ring.first)).toBe("c96");
    expect(ring.end - ring.first).toBe(4);
  });

  test("forgets beyond its bytes, down to an event that is too large by itself", () => {
    const ring = ringOf(1, 2, { replayEventsMax: 100, replayBytesMax: 50 });

    ring.add(event(3, "x".repeat(45)));
    expect(since(ring, "c2")).toEqual(["c3"]);
    expect(since(ring, "c1")).toBeUndefined();
    ring.add(event(4, "x".repeat(60)));
    expect(since(ring, "c3")).toBeUndefined();
    expect(since(ring, "c4")).toEqual([]);
  });

  test("learns from another what came before, as far as there is room", () => {
    const ring = ringOf(7, 8);

    ring.learn(ringOf(1, 8, { ...limits, replayEventsMax: 20 }));

    expect(since(ring, "c4")).toEqual(["c5", "c6", "c7", "c8"]);
    expect(since(ring, "c3")).toBeUndefined();
    ring.add(event(9));
    expect(since(ring, "c4")).toBeUndefined();
    expect(since(ring, "c6")).toEqual(["c7", "c8", "c9"]);
  });

  test("that has had no event yet learns as well", () => {
    const ring = ringOf(6, 5);

    ring.learn(ringOf(3, 5));
    ring.add(event(6));

    expect(since(ring, "c3")).toEqual(["c4", "c5", "c6"]);
  });

  test("forgets the place where it began like any other, though nothing it learnt ends there", () => {
    const ring = new Ring(limits);
    ring.stand("between c5 and c6");
    ring.add(event(6));

    ring.learn(ringOf(1, 6));
    expect(since(ring, "between c5 and c6")).toEqual(["c6"]);
    for (let n = 7; n <= 20; n += 1) ring.add(event(n));

    expect(since(ring, "between c5 and c6")).toBeUndefined();
  });

  test("learns nothing from one that does not reach it", () => {
    const ring = ringOf(7, 8);

    ring.learn(ringOf(1, 5));

    expect(since(ring, "c5")).toBeUndefined();
    expect(since(ring, "c6")).toEqual(["c7", "c8"]);
  });
});
