import { useTranslation } from "react-i18next";
import { wordOr } from "../i18n/wordOr.ts";

/** The sentence for a field's error: one of ours by its key, or the server's own words. */
export function useFieldProblem(): (message: string | undefined) => string | undefined {
  const { i18n } = useTranslation("errors");
  return (message) => {
    if (!message) return undefined;
    const [key = "", value] = message.split("|");
    return wordOr(i18n, "errors", `field.${key}`, message, { value });
  };
}
