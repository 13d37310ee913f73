import { useTranslation } from "react-i18next";
import { useMayNamePeople } from "../viewer/useMayNamePeople.ts";

/** What every question about health alerts is asked with: the reader's language, and whether people may be named. */
export function useReader() {
  const { i18n } = useTranslation();
  const people = useMayNamePeople();
  return { language: i18n.language === "zh-CN" ? "ZH_CN" : "EN", people } as const;
}
