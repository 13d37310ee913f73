import { useQuery } from "@apollo/client/react";
import { Box, Button, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { alertKinds } from "../../status/alertLook.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ResetRuleDialog } from "./ResetRuleDialog.tsx";
import { RuleDialog } from "./RuleDialog.tsx";
import { RuleRow } from "./RuleRow.tsx";
import { ruleAccountQuery, rulesQuery } from "./ruleQueries.ts";

const viewState = {
  /** Rules of one account; without it those of the organisation. */
  account: text,
  dialog: oneOf(["edit", "reset"], null),
  kind: oneOf(alertKinds, null),
};

/** When an alert is raised: the rule of every kind, what is built in, and what was changed. */
export function AlertRulesPage() {
  const { t } = useTranslation("alerts");
  const can = useCan();
  const mayManage = can("alert-rule:manage");
  const [{ account, dialog, kind }, change] = useUrlState(viewState);
  const accountId = account || null;
  const { data, previousData, error, refetch } = useQuery(rulesQuery, {
    variables: { accountId },
    fetchPolicy: "cache-and-network",
  });
  const { data: named } = useQuery(ruleAccountQuery, {
    variables: { id: account },
    skip: accountId === null || !can("account:read"),
  });
  const problem = seriousError(error);
  const rules = (data ?? previousData)?.accountAlertRules;
  const chosen = rules?.find((rule) => rule.kind === kind);
  const close = () => change({ dialog: null, kind: null });
  const accountName = named?.account?.name ?? "";
  const changed = () => void refetch();

  return (
    <Page
      title={accountName ? `${t("rules.title")} · ${accountName}` : t("rules.title")}
      context={accountId === null ? t("rules.context") : t("rules.accountContext", { account: accountName })}
      actions={
        <Button
          component={Link}
          to={accountId === null ? "/alerts" : `/accounts/${account}?tab=alerts`}
          variant="outlined"
        >
          {accountId === null ? t("back") : t("column.account")}
        </Button>
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {!rules && problem === undefined && <Skeleton variant="rounded" height={520} aria-busy="true" />}
      {rules && (
        <Panel flush>
          <Box component="ul" aria-label={t("rules.title")} sx={{ m: 0, p: 0, listStyle: "none" }}>
            {rules.map((rule) => (
              <RuleRow
                key={rule.kind}
                rule={rule}
                ofAccount={accountId !== null}
                mayManage={mayManage}
                onEdit={() => change({ dialog: "edit", kind: rule.kind }, "push")}
                onReset={() => change({ dialog: "reset", kind: rule.kind }, "push")}
              />
            ))}
          </Box>
        </Panel>
      )}
      {mayManage && chosen && dialog === "edit" && (
        <RuleDialog rule={chosen} accountId={accountId} onClose={close} onSaved={changed} />
      )}
      {mayManage && chosen && dialog === "reset" && (
        <ResetRuleDialog rule={chosen} accountId={accountId} onClose={close} onDone={changed} />
      )}
    </Page>
  );
}
