import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import type { RuleData } from "./ruleQueries.ts";

/** What a rule says, in one line: "from 10 min · at once · critical at 60 min". */
export function useRuleText(): (rule: RuleData, values: RuleData["values"]) => string {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  const formats = useFormats();
  return ({ unit, isLowBad }, { enabled, threshold, durationSeconds, criticalAt }) => {
    if (!enabled) return t("rules.off");
    const limit = measure(threshold, unit);
    return [
      isLowBad ? t("rules.below", { value: limit }) : t("rules.above", { value: limit }),
      durationSeconds === 0
        ? t("rules.atOnce")
        : t("rules.lasting", { duration: formats.duration(durationSeconds * 1_000) }),
      ...(criticalAt === null ? [] : [t("rules.criticalAt", { value: measure(criticalAt, unit) })]),
    ].join(" · ");
  };
}
