import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { wordOr } from "../i18n/wordOr.ts";

/** A reason code in words; one that this console does not know is shown as it is, made legible. */
export function useReasonText(): (reason: string | null | undefined) => string {
  const { i18n } = useTranslation("status");
  return useCallback(
    (reason) => {
      if (!reason) return "";
      return wordOr(i18n, "status", `reason.${reason.toLowerCase()}`, reason.replaceAll(/[_-]/g, " "));
    },
    [i18n],
  );
}
