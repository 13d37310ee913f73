import { setImmediate as breathe } from "node:timers/promises";

/** Long work in pieces, each of them as short as it can be made; it yields between them. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** For a process that has nothing else to do yet. */
export function atOnce<Result>(work: Slices<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** What came in meanwhile goes between the pieces. */
export async function inSlices<Result>(work: Slices<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breathe();
  }
}
