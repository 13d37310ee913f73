import type { Formats } from "./formats.ts";

const gib = 1024 ** 3;
const mib = 1024 ** 2;

/** An amount of a dimension as people read it: bytes by the unit plans are sold in, all else as a number. */
export function amountText(dimension: string, amount: number, formats: Formats): string {
  if (dimension !== "STORAGE_BYTES") return formats.number(amount);
  if (amount >= gib) return `${formats.number(amount / gib, 2)} GiB`;
  if (amount > 0 && amount < mib) return `${formats.number(amount / 1024, 1)} KiB`;
  return `${formats.number(amount / mib, amount < 10 * mib ? 1 : 0)} MiB`;
}
