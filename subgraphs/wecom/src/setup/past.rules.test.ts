import { expect, test } from "vitest";
import { accountStatuses, lifeCycle } from "../account/account.machine.ts";
import { pastOf } from "./past.rules.ts";

const since = new Date("2026-11-22T08:00:00.000Z");
const createdAt = new Date("2026-11-08T08:00:00.000Z");

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test.each(accountStatuses)(
  "an invented past to %s obeys the life cycle and ends there, in time",
  (status) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const past = pastOf({ createdAt, status, since, random: dice(seed) });

      expect(past[0]).toMatchObject({ from: null, to: "CREATED", at: createdAt });
      for (const [i, change] of past.entries()) {
        const before = past[i - 1];
        if (!before) continue;
        expect(change.from).toBe(before.to);
        expect(change.at.getTime()).toBeGreaterThanOrEqual(before.at.getTime());
        if (change.from && change.event !== "CREATE")
          expect(lifeCycle[change.from][change.event]?.to).toBe(change.to);
      }
      expect(past.at(-1)?.to).toBe(status);
      if (status !== "CREATED") expect(past.at(-1)?.at).toEqual(since);
    }
  },
);
