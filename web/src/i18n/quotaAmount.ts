import type { Formats } from "./formats.ts";

const kib = 1024;
const mib = 1024 ** 2;
const gib = 1024 ** 3;
const tib = 1024 ** 4;

/** An amount of a dimension as people read it: bytes by the unit plans are sold in, all else as a number. */
export function amountText(dimension: string, amount: number, formats: Formats): string {
  if (dimension !== "STORAGE_BYTES") return formats.number(amount);
  if (amount >= tib) return `${formats.number(amount / tib, 2)} TiB`;
  if (amount >= gib) return `${formats.number(amount / gib, 2)} GiB`;
  if (amount < kib) return `${formats.number(amount)} B`;
  if (amount < mib) return `${formats.number(amount / kib, 1)} KiB`;
  return `${formats.number(amount / mib, amount < 10 * mib ? 1 : 0)} MiB`;
}
