import { useTranslation } from "react-i18next";
import type { AccountAlertUnit } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";

/** A measured value with its unit, as the reader's language writes it. */
export function useMeasure(): (value: number, unit: AccountAlertUnit) => string {
  const { t } = useTranslation("alerts");
  const formats = useFormats();
  return (value, unit) => t(`unit.${unit}`, { value: formats.number(value, Math.abs(value) < 100 ? 1 : 0) });
}
