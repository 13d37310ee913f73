import { Box, Chip, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { useGroupName } from "../patients/patientCells.tsx";
import { conditionOf, reachOf, valuesOf } from "./ruleForm.ts";
import type { RuleData } from "./ruleQueries.ts";
import { RuleSwitch } from "./RuleSwitch.tsx";
import { conditionWords, reachWords } from "./ruleWords.ts";

const nobody: ReadonlyMap<string, string> = new Map();

/** What a rule that is there says, in the reader's language. */
function useSaid(): (rule: RuleData) => { condition: string; reach: string } {
  const { t } = useTranslation(["healthRules", "vitals"]);
  const groupName = useGroupName();
  return (rule) => {
    const values = valuesOf(rule, nobody);
    return {
      condition: conditionWords(t, conditionOf(values)),
      reach: reachWords(t, reachOf(values), groupName),
    };
  };
}

export function useRuleColumns(mayManage: boolean): readonly Column<RuleData>[] {
  const { t } = useTranslation("healthRules");
  const said = useSaid();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1.2,
        minWidth: 220,
        hideable: false,
        renderCell: ({ row }) => <RuleName rule={row} />,
      },
      {
        field: "kind",
        headerName: t("column.kind"),
        width: 120,
        renderCell: ({ row }) => t(`kinds.${row.kind}`),
      },
      {
        field: "says",
        headerName: t("column.says"),
        flex: 2,
        minWidth: 240,
        renderCell: ({ row }) => <Said text={said(row).condition} />,
      },
      {
        field: "reach",
        headerName: t("column.reach"),
        flex: 1,
        minWidth: 140,
        renderCell: ({ row }) => <Said text={said(row).reach} />,
      },
      {
        field: "source",
        headerName: t("field.source"),
        flex: 1,
        minWidth: 160,
        extra: true,
        renderCell: ({ row }) => <Said text={row.source ?? "–"} />,
      },
      {
        field: "open",
        headerName: t("column.open"),
        width: 110,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => <OpenAlerts rule={row} />,
      },
      {
        field: "state",
        headerName: t("column.state"),
        width: 90,
        renderCell: ({ row }) => <RuleSwitch rule={row} mayManage={mayManage} />,
      },
    ],
    [mayManage, said, t],
  );
}

/** In full on hover where the column is too narrow. */
function Said({ text }: { text: string }) {
  return (
    <Typography variant="body2" component="span" noWrap title={text} sx={{ display: "block" }}>
      {text}
    </Typography>
  );
}

function OpenAlerts({ rule }: { rule: RuleData }) {
  if (!rule.openAlerts) return <span>–</span>;
  return (
    <MuiLink component={Link} to="/health/alerts">
      {rule.openAlerts}
    </MuiLink>
  );
}

function RuleName({ rule }: { rule: RuleData }) {
  const { t } = useTranslation("healthRules");
  const own = useOwnLanguage();
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", gap: 1, alignItems: "center", minWidth: 0, maxWidth: "100%" }}
    >
      <MuiLink component={Link} to={`/health/rules/${rule.id}`} noWrap sx={{ fontWeight: 520 }}>
        {own({ zh: rule.nameZh, en: rule.nameEn })}
      </MuiLink>
      {rule.shippedKey !== null && <Chip size="small" label={t(rule.isAsShipped ? "shipped" : "changed")} />}
      {rule.reach.patientIds.length > 0 && <Chip size="small" label={t("individual")} />}
    </Box>
  );
}

/** A rule on a phone. */
export function RuleCard({ rule, mayManage }: { rule: RuleData; mayManage: boolean }) {
  const said = useSaid()(rule);
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5, gridTemplateColumns: "minmax(0,1fr) auto" }}>
      <RuleName rule={rule} />
      <RuleSwitch rule={rule} mayManage={mayManage} />
      <Typography variant="body2" sx={{ gridColumn: "1 / -1" }}>
        {said.condition}
      </Typography>
      <Typography variant="caption" color="textSecondary" sx={{ gridColumn: "1 / -1" }}>
        {said.reach}
      </Typography>
    </Box>
  );
}
