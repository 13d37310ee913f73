import { useMutation } from "@apollo/client/react";
import { Switch } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { updateRule } from "./ruleQueries.ts";
import type { RuleData } from "./ruleQueries.ts";

/** Switched off, a rule ends the alerts it has. */
export function RuleSwitch({ rule, mayManage }: { rule: RuleData; mayManage: boolean }) {
  const { t } = useTranslation("healthRules");
  const own = useOwnLanguage();
  const toaster = useToaster();
  const [update, { loading }] = useMutation(updateRule);
  if (!mayManage) return <span>{t(rule.isEnabled ? "filter.on" : "filter.off")}</span>;
  return (
    <Switch
      size="small"
      checked={rule.isEnabled}
      disabled={loading}
      slotProps={{
        input: { "aria-label": t("switchOf", { name: own({ zh: rule.nameZh, en: rule.nameEn }) }) },
      }}
      onChange={(_, isEnabled) => {
        update({ variables: { input: { ruleId: rule.id, expectedVersion: rule.version, isEnabled } } }).catch(
          (problem: unknown) => toaster.failed(problem),
        );
      }}
    />
  );
}
