import { useTranslation } from "react-i18next";
import type { AccountAlertUnit } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";

const minuteMs = 60_000;
const longMinutes = 120;

/** A measured value with its unit, as the reader's language writes it; hours where minutes would be many. */
export function useMeasure(): (value: number, unit: AccountAlertUnit) => string {
  const { t } = useTranslation("alerts");
  const formats = useFormats();
  return (value, unit) => {
    if (unit === "MINUTES" && value >= longMinutes) return formats.duration(value * minuteMs);
    return t(`unit.${unit}`, { value: formats.number(value, Math.abs(value) < 100 ? 1 : 0) });
  };
}
