import { useTranslation } from "react-i18next";
import type { Setting_RowFragment } from "../../gql/graphql.ts";

type Texts = Pick<Setting_RowFragment, "titleZh" | "titleEn" | "descriptionZh" | "descriptionEn">;

/** A setting's title and description in the reader's language. */
export function useSettingTexts(): (setting: Texts) => { title: string; description: string } {
  const { i18n } = useTranslation();
  const isChinese = i18n.language === "zh-CN";
  return ({ titleZh, titleEn, descriptionZh, descriptionEn }) => ({
    title: isChinese ? titleZh : titleEn,
    description: isChinese ? descriptionZh : descriptionEn,
  });
}
