import { useTranslation } from "react-i18next";
import { wordOr } from "../i18n/wordOr.ts";

/** Why a callback was ignored or failed, in plain words; a failed handler's own reason stays as it is. */
export function useReasonWords(): (reason: string | null) => string {
  const { t, i18n } = useTranslation("callbacks");
  return (reason) => {
    if (reason === null) return "";
    const [handler, code] = reason.includes(":") ? reason.split(":", 2) : [undefined, reason];
    const words = wordOr(i18n, "callbacks", `reason.${code}`, code ?? "");
    return handler === undefined ? words : t("reasonOf", { handler, reason: words });
  };
}
