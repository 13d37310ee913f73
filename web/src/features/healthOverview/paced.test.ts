import { expect, test } from "vitest";
import { Paced } from "./paced.ts";

function given(everyMs: number) {
  let now = 0;
  let waiting: { at: number; work: () => void }[] = [];
  const runs: number[] = [];
  const paced = new Paced(() => runs.push(now), everyMs, {
    now: () => now,
    after: (ms, work) => {
      const one = { at: now + ms, work };
      waiting.push(one);
      return () => {
        waiting = waiting.filter((each) => each !== one);
      };
    },
  });
  const pass = (ms: number) => {
    now += ms;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { work } of due) work();
  };
  return { paced, runs, pass };
}

test("a thousand who ask in a second are answered at once, and once more when the time is over", () => {
  const { paced, runs, pass } = given(2_000);
  for (let nth = 0; nth < 1_000; nth += 1) {
    paced.ask();
    pass(1);
  }
  pass(1_001);

  expect(runs).toEqual([1, 2_001]);
});

test("nothing is done that nobody asked for", () => {
  const { paced, runs, pass } = given(2_000);
  pass(10_000);
  paced.ask();
  pass(0);
  pass(10_000);

  expect(runs).toEqual([10_000]);
});

test("whoever leaves is not answered", () => {
  const { paced, runs, pass } = given(2_000);
  paced.ask();
  paced.stop();
  pass(10_000);

  expect(runs).toEqual([]);
});
