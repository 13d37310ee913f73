import type { Formats } from "../../i18n/formats.ts";
import type { ItemData } from "./checkupQueries.ts";

/** UCUM units as laboratories print them. */
export function unitText(unit: string | null | undefined): string {
  return (unit ?? "")
    .replace("10*9", "10⁹")
    .replace("10*12", "10¹²")
    .replace("umol", "µmol")
    .replace("mm[Hg]", "mmHg")
    .replace("[IU]", "IU")
    .replace("kg/m2", "kg/m²");
}

export function resultText({ value, text }: Pick<ItemData, "value" | "text">, formats: Formats): string {
  return value == null ? (text ?? "–") : formats.number(value, 4);
}

/** As the laboratory prints it, else its two ends. */
export function referenceText(
  item: Pick<ItemData, "referenceLow" | "referenceHigh" | "referenceText">,
  formats: Formats,
): string {
  const { referenceLow: low, referenceHigh: high, referenceText: printed } = item;
  if (printed) return printed;
  const of = (value: number) => formats.number(value, 4);
  if (low != null && high != null) return `${of(low)}–${of(high)}`;
  if (low != null) return `≥${of(low)}`;
  return high == null ? "" : `≤${of(high)}`;
}
