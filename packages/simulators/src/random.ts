import { createHash } from "node:crypto";

/** Chance that repeats itself: the same seed and name give the same sequence on every run. */
export interface Random {
  /** From 0 up to, never reaching, 1. */
  next(): number;
  chance(probability: number): boolean;
  between(min: number, max: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
}

export function randomOf(seed: string, name: string): Random {
  let state = createHash("sha256").update(`${seed}\n${name}`).digest().readUInt32LE(0);
  // mulberry32: 32 bits of state are plenty for choosing who picks up a phone when.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    between: (min, max) => min + next() * (max - min),
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
  };
}

/** A version-4-shaped UUID that is always the same for the same text. */
export function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
