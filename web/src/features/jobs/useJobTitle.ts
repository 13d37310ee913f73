import { useTranslation } from "react-i18next";

/** A job's title in the reader's language. */
export function useJobTitle(): (job: { titleZh: string; titleEn: string }) => string {
  const { i18n } = useTranslation();
  return ({ titleZh, titleEn }) => (i18n.language === "zh-CN" ? titleZh : titleEn);
}
