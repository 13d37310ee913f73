import { createHash } from "node:crypto";

/** Numbers that look random and are the same for the same seed: the demo is the same everywhere. */
export interface Random {
  /** At least `from`, less than `to`. */
  between(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
}

export function randomOf(seed: string): Random {
  let counter = 0;
  const next = () => {
    counter += 1;
    return createHash("sha256").update(`${seed} ${counter}`).digest().readUInt32BE(0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
  };
}
