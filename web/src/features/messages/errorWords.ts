import { useCallback } from "react";
import { useTranslation } from "react-i18next";

interface MessageErrorLike {
  code: string;
  meaning: string | null;
  meaningZh: string | null;
  action?: string | null;
  actionZh?: string | null;
}

/** What went wrong and what to do, in the reader's language; the bare code where nobody has words for it. */
export function useErrorWords(): (error: MessageErrorLike) => { meaning: string; action: string } {
  const { i18n } = useTranslation();
  const chinese = i18n.language === "zh-CN";
  return useCallback(
    ({ code, meaning, meaningZh, action, actionZh }) => ({
      meaning: (chinese ? meaningZh : meaning) ?? code,
      action: (chinese ? actionZh : action) ?? "",
    }),
    [chinese],
  );
}
