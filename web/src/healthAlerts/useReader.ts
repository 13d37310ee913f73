import { useTranslation } from "react-i18next";
import { useCan } from "../viewer/ViewerContext.ts";

/** What every question about health alerts is asked with: the reader's language, and whether people may be named. */
export function useReader() {
  const { i18n } = useTranslation();
  const can = useCan();
  return { language: i18n.language === "zh-CN" ? "ZH_CN" : "EN", people: can("user:read") } as const;
}
