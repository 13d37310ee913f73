import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { resetRule, type RuleData } from "./ruleQueries.ts";
import { useRuleText } from "./useRuleText.ts";

interface ResetRuleDialogProps {
  rule: RuleData;
  accountId: string | null;
  onClose: () => void;
  onDone: () => void;
}

export function ResetRuleDialog({ rule, accountId, onClose, onDone }: ResetRuleDialogProps) {
  const { t } = useTranslation("alerts");
  const toaster = useToaster();
  const said = useRuleText();
  const [reset] = useMutation(resetRule);
  return (
    <ConfirmDialog
      title={t("rules.resetTitle", { kind: t(`kind.${rule.kind}`) })}
      confirmText={t("rules.reset")}
      onClose={onClose}
      onConfirm={async () => {
        await reset({ variables: { input: { kind: rule.kind, accountId } } });
        toaster.done(t("rules.resetDone"));
        onDone();
      }}
    >
      {t("rules.resetText", { summary: said(rule, rule.inherited) })}
    </ConfirmDialog>
  );
}
