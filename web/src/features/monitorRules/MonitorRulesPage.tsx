import { useMutation, useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import RulesIcon from "@mui/icons-material/TuneRounded";
import { Box, Button, Chip, Link as MuiLink, Switch, Typography } from "@mui/material";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { SeverityLabel } from "../../alerting/AlertLabels.tsx";
import { useMeasured, useOwnLanguage } from "../../alerting/useMeasured.ts";
import { seriousError } from "../../session/refusal.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { RuleDialog } from "./RuleDialog.tsx";
import { deleteRule, ruleQuery, rulesQuery, updateRule } from "./ruleQueries.ts";
import type { RuleData } from "./ruleQueries.ts";

const viewState = { dialog: oneOf(["create"], null), rule: text, ...pagingState };

/** What raises alerts. */
export function MonitorRulesPage() {
  const { t } = useTranslation(["alerting", "common"]);
  const mayManage = useCan()("monitor-rule:manage");
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(rulesQuery, {
    variables: { ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
    pollInterval: 30_000,
  });
  const chosen = useQuery(ruleQuery, {
    variables: { id: state.rule },
    skip: state.rule === "" || !mayManage,
  });
  const rules = (data ?? previousData)?.monitorRules;
  const columns = useRuleColumns(mayManage, (id) => change({ rule: id }, "push"));
  const rule = chosen.data?.monitorRule ?? null;
  const add = mayManage && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("rules.new")}
    </Button>
  );
  return (
    <Page fill title={t("rules.title")} context={t("rules.context")} actions={add}>
      <ServerGrid
        name="monitorRules"
        label={t("rules.title")}
        columns={columns}
        rows={rules?.nodes}
        loading={loading && !rules}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(each) => (
          <RuleCard rule={each} onOpen={mayManage ? () => change({ rule: each.id }, "push") : null} />
        )}
        empty={
          <EmptyState icon={<RulesIcon />} title={t("rules.empty")} action={add}>
            {t("rules.emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={rules?.pageInfo}
            total={rules?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayManage && state.dialog === "create" && (
        <RuleDialog rule={null} onClose={() => change({ dialog: null })} />
      )}
      {mayManage && rule && state.rule === rule.id && (
        <RuleDialog key={`${rule.id} ${rule.version}`} rule={rule} onClose={() => change({ rule: "" })} />
      )}
    </Page>
  );
}

/** "CPU of the machine > 80 % for 60 s" */
function useConditionText(): (rule: RuleData) => string {
  const { t } = useTranslation("alerting");
  const measured = useMeasured();
  const own = useOwnLanguage();
  return (rule) => {
    const { metricTitle, measure, operator, threshold, windowSeconds, forSeconds, match, unit } = rule;
    const limit = measure === "CHANGE_PERCENT" ? `${threshold} %` : measured(threshold, unit);
    return [
      own(metricTitle),
      match.length > 0 && `{${match.map(({ name, value }) => `${name}=${value}`).join(", ")}}`,
      windowSeconds !== null && t("rules.windowText", { seconds: windowSeconds }),
      operator === "ABSENT" ? t("rules.operators.ABSENT") : `${t(`rules.operators.${operator}`)} ${limit}`,
      forSeconds > 0 && t("rules.forText", { seconds: forSeconds }),
    ]
      .filter(Boolean)
      .join(" ");
  };
}

function useRuleColumns(mayManage: boolean, onOpen: (id: string) => void): readonly Column<RuleData>[] {
  const { t } = useTranslation("alerting");
  const conditionText = useConditionText();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("rules.name"),
        flex: 1,
        minWidth: 180,
        hideable: false,
        renderCell: ({ row }) => <RuleName rule={row} onOpen={mayManage ? () => onOpen(row.id) : null} />,
      },
      {
        field: "condition",
        headerName: t("rules.condition"),
        flex: 2,
        minWidth: 240,
        renderCell: ({ row }) => <span title={conditionText(row)}>{conditionText(row)}</span>,
      },
      {
        field: "severity",
        headerName: t("rules.severity"),
        width: 110,
        renderCell: ({ row }) => <SeverityLabel severity={row.severity} />,
      },
      {
        field: "firing",
        headerName: t("rules.firing"),
        width: 100,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) =>
          row.firing === 0 ? (
            "–"
          ) : (
            <MuiLink component={Link} to="/monitoring/alerts">
              {row.firing}
            </MuiLink>
          ),
      },
      {
        field: "state",
        headerName: t("rules.state"),
        width: 110,
        renderCell: ({ row }) => <RuleSwitch rule={row} mayManage={mayManage} />,
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 110,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => (mayManage && !row.isShipped ? <DeleteButton rule={row} /> : null),
      },
    ],
    [conditionText, mayManage, onOpen, t],
  );
}

function RuleName({ rule, onOpen }: { rule: RuleData; onOpen: (() => void) | null }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  return (
    <Box component="span" sx={{ display: "inline-flex", gap: 1, alignItems: "center", minWidth: 0 }}>
      {onOpen ? (
        <MuiLink component="button" type="button" onClick={onOpen} noWrap sx={{ fontWeight: 520 }}>
          {own(rule.title)}
        </MuiLink>
      ) : (
        <Typography component="span" noWrap sx={{ fontWeight: 520 }}>
          {own(rule.title)}
        </Typography>
      )}
      {rule.isShipped && <Chip size="small" label={t("rules.shipped")} />}
      {rule.acrossTenants && <Chip size="small" label={t("rules.everyTenant")} />}
    </Box>
  );
}

function RuleSwitch({ rule, mayManage }: { rule: RuleData; mayManage: boolean }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  const toaster = useToaster();
  const [update, { loading }] = useMutation(updateRule);
  if (!mayManage) return <span>{t(rule.isEnabled ? "rules.enabled" : "rules.disabled")}</span>;
  return (
    <Switch
      size="small"
      checked={rule.isEnabled}
      disabled={loading}
      slotProps={{ input: { "aria-label": `${own(rule.title)}: ${t("rules.enabled")}` } }}
      onChange={(_, isEnabled) => {
        update({ variables: { input: { ruleId: rule.id, isEnabled } } }).catch((problem: unknown) =>
          toaster.failed(problem),
        );
      }}
    />
  );
}

function DeleteButton({ rule }: { rule: RuleData }) {
  const { t } = useTranslation("alerting");
  const toaster = useToaster();
  const [isOpen, setOpen] = useState(false);
  const [remove] = useMutation(deleteRule, { refetchQueries: ["MonitorRules"] });
  return (
    <>
      <Button size="small" color="error" onClick={() => setOpen(true)}>
        {t("rules.delete")}
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={t("rules.deleteTitle")}
          confirmText={t("rules.delete")}
          onClose={() => setOpen(false)}
          onConfirm={async () => {
            await remove({ variables: { input: { ruleId: rule.id } } });
            toaster.done(t("rules.deleted"));
            setOpen(false);
          }}
        >
          {t("rules.deleteText")}
        </ConfirmDialog>
      )}
    </>
  );
}

function RuleCard({ rule, onOpen }: { rule: RuleData; onOpen: (() => void) | null }) {
  const conditionText = useConditionText();
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5 }}>
      <RuleName rule={rule} onOpen={onOpen} />
      <Typography variant="body2" color="textSecondary">
        {conditionText(rule)}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
        <SeverityLabel severity={rule.severity} />
        <RuleSwitch rule={rule} mayManage={onOpen !== null} />
      </Box>
    </Box>
  );
}
