import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { useVitalWords } from "../vitals/useVitalWords.ts";

interface Cause {
  measure: string | null;
  unit: string | null;
  operator: string | null;
  limit: number | null;
}

/** How values of a cause are written: vital signs as everywhere, minutes as a duration. */
export function useAlertValue() {
  const { t } = useTranslation("healthAlerts");
  const words = useVitalWords();
  const formats = useFormats();
  const value = ({ measure, unit }: Pick<Cause, "measure" | "unit">, quantity: number): string => {
    if (unit === "min") return formats.duration(quantity * 60_000);
    if (unit === "{score}" || measure === "news2") return formats.number(quantity);
    const isVital = measure !== null && words.name(measure) !== measure && words.unit(measure) !== "";
    return isVital && !unit?.includes("/h") && !unit?.includes("/d")
      ? words.value(measure, quantity)
      : [formats.number(quantity, 1), unit].filter(Boolean).join(" ");
  };
  return {
    value,
    /** "≤ 91 %"; empty where there is no limit. */
    limit: (cause: Cause) =>
      cause.operator === null || cause.limit === null
        ? ""
        : `${signs[cause.operator] ?? ""} ${value(cause, cause.limit)}`,
    name: ({ measure }: Pick<Cause, "measure">) =>
      measure === null ? "" : measure === "news2" ? t("news2") : words.name(measure),
  };
}

const signs: Readonly<Record<string, string>> = { GT: ">", GTE: "≥", LT: "<", LTE: "≤" };
