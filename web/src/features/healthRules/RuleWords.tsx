import { Box, Typography } from "@mui/material";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { HealthRuleConditionInput, HealthRuleReachInput } from "../../gql/graphql.ts";
import { languages } from "../../i18n/i18n.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import type { Language } from "../../preferences/preferences.ts";
import { conditionWords, reachWords } from "./ruleWords.ts";

interface RuleWordsProps {
  condition: HealthRuleConditionInput;
  reach: HealthRuleReachInput;
}

/** What the rule says, in both languages: who writes it often answers for people who read the other one. */
export function RuleWords(props: RuleWordsProps) {
  return (
    <Box sx={{ display: "grid", gap: 1.5 }} aria-live="polite">
      {languages.map(({ language, name }) => (
        <Suspense key={language} fallback={null}>
          <Words {...props} language={language} name={name} />
        </Suspense>
      ))}
    </Box>
  );
}

function Words({ condition, reach, language, name }: RuleWordsProps & { language: Language; name: string }) {
  const { t, i18n } = useTranslation(["healthRules", "vitals"], { lng: language });
  useTranslation("patients", { lng: language });
  const groupName = (group: string) => wordOr(i18n, "patients", `group.${group}`, group, { lng: language });
  return (
    <Box lang={language}>
      <Typography variant="caption" color="textSecondary" component="div">
        {name}
      </Typography>
      <Typography variant="body1">{conditionWords(t, condition)}</Typography>
      <Typography variant="body2" color="textSecondary">
        {reachWords(t, reach, groupName)}
      </Typography>
    </Box>
  );
}
