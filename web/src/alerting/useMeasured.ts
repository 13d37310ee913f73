import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";

/** A value with its unit, as the reader's language writes it. */
export function useMeasured(): (value: number | null, unit: string | null) => string {
  const formats = useFormats();
  return (value, unit) => {
    if (value === null) return "–";
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    switch (unit) {
      case "RATIO":
        // Of nearly all or nearly nothing, what is missing counts: 99.97 % is not 100 %.
        return formats.percent(value, value > 0.99 || value < 0.01 ? 2 : 1);
      case "SECONDS":
        return value >= 120 ? formats.duration(value * 1_000) : `${formats.number(value, digits)} s`;
      case "MINUTES":
        return formats.duration(value * 60_000);
      case "BYTES":
        return `${formats.number(value / 1_048_576, 1)} MiB`;
      case "PER_SECOND":
        return `${formats.number(value, digits)}/s`;
      case null:
      default:
        return formats.number(value, digits);
    }
  };
}

/** Of a text in both languages the reader's. */
export function useOwnLanguage(): (text: { zh: string; en: string }) => string {
  const { i18n } = useTranslation();
  return (text) => (i18n.language === "zh-CN" ? text.zh : text.en);
}
