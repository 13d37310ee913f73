import { useTranslation } from "react-i18next";
import { shortText } from "./settingValues.ts";

/** A value in one line, as its reader says it: a switch is on or off. */
export function useShortText(): (value: unknown) => string {
  const { t } = useTranslation("settings");
  return (value) => (typeof value === "boolean" ? t(value ? "value.on" : "value.off") : shortText(value));
}
