import { keptValue, vitalLookOf, type EntryUnit } from "../../vitals/vitalTable.ts";
import type { VitalKindData } from "./vitalsQuery.ts";

export interface Entry {
  code: string;
  /** As typed. */
  text: string;
  /** UCUM. */
  unit: string;
}

export type Verdict =
  | "EMPTY"
  | "NOT_NUMBER"
  | "IMPOSSIBLE"
  | "REVERSED"
  | "IMPLAUSIBLE"
  | "OUTSIDE"
  | "NORMAL"
  | "TAKEN";

export interface CheckedEntry {
  verdict: Verdict;
  /** As typed, as a number. */
  value: number | null;
  /** In the unit that the vital sign is kept in. */
  kept: number | null;
}

/** What must be mended before anything is sent. */
export const wrong: ReadonlySet<Verdict> = new Set(["NOT_NUMBER", "IMPOSSIBLE", "REVERSED"]);

/** A number as people type one, full-width digits and a decimal comma included; null for anything else. */
export function numberOf(text: string): number | null {
  const plain = text.normalize("NFKC").trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Says at once what the server would say of a value, by the limits that it sent. */
export function checkEntry(
  entry: Entry,
  kinds: readonly VitalKindData[],
  all: readonly Entry[] = [],
): CheckedEntry {
  if (entry.text.trim() === "") return { verdict: "EMPTY", value: null, kept: null };
  const value = numberOf(entry.text);
  const kind = kinds.find(({ code }) => code === entry.code);
  if (value === null || !kind) return { verdict: "NOT_NUMBER", value: null, kept: null };
  const kept = keptValue(value, unitOf(entry));
  const verdict = verdictOf(kept, kind, diastolicOf(entry, all));
  return { verdict, value, kept };
}

function verdictOf(
  kept: number,
  { possible, plausible, reference }: VitalKindData,
  diastolic: number | null,
): Verdict {
  if (!isWithin(kept, possible)) return "IMPOSSIBLE";
  if (diastolic !== null && kept <= diastolic) return "REVERSED";
  if (!isWithin(kept, plausible)) return "IMPLAUSIBLE";
  if (!reference) return "TAKEN";
  return isWithin(kept, reference) ? "NORMAL" : "OUTSIDE";
}

function isWithin(value: number, { low, high }: { low: number | null; high: number | null }): boolean {
  return (low === null || value >= low) && (high === null || value <= high);
}

function unitOf({ code, unit }: Entry): EntryUnit {
  return vitalLookOf(code)?.units.find((each) => each.unit === unit) ?? { unit };
}

/** What a systolic pressure must be above. */
function diastolicOf({ code }: Entry, all: readonly Entry[]): number | null {
  if (vitalLookOf(code)?.key !== "systolic") return null;
  const diastolic = all.find((each) => vitalLookOf(each.code)?.key === "diastolic");
  const value = diastolic ? numberOf(diastolic.text) : null;
  return diastolic && value !== null ? keptValue(value, unitOf(diastolic)) : null;
}
