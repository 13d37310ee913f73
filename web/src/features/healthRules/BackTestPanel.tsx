import { useLazyQuery } from "@apollo/client/react";
import TestIcon from "@mui/icons-material/HistoryRounded";
import { Alert, Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SeriesChart, type Series } from "../../charts/SeriesChart.tsx";
import type {
  HealthRuleConditionInput,
  HealthRuleReachInput,
  TestHealthRuleQuery,
} from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { FiringTable } from "./FiringTable.tsx";
import { testRule } from "./ruleQueries.ts";

interface BackTestPanelProps {
  /** Null while what is typed makes no sense: the fields say why. */
  draft: () => { condition: HealthRuleConditionInput; reach: HealthRuleReachInput } | null;
}

const ranges = [7, 14, 30, 90] as const;
const dayMs = 86_400_000;

/** How often what is typed would have fired. */
export function BackTestPanel({ draft }: BackTestPanelProps) {
  const { t } = useTranslation("healthRules");
  const [days, setDays] = useState(30);
  const [isAmiss, setAmiss] = useState(false);
  const [test, { data, loading, error, variables }] = useLazyQuery(testRule, { fetchPolicy: "network-only" });
  const run = async () => {
    const given = draft();
    setAmiss(given === null);
    if (!given) return;
    const to = new Date();
    const from = new Date(to.getTime() - days * dayMs);
    await test({ variables: { input: { ...given, from: from.toISOString(), to: to.toISOString() } } });
  };
  return (
    <Panel title={t("test.title")}>
      <Box sx={{ display: "grid", gap: 2 }}>
        <Typography variant="body2" color="textSecondary">
          {t("test.hint")}
        </Typography>
        <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
          <TextField
            select
            size="small"
            label={t("test.range")}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
            sx={{ width: 120 }}
          >
            {ranges.map((value) => (
              <MenuItem key={value} value={value}>
                {t("test.days", { value })}
              </MenuItem>
            ))}
          </TextField>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<TestIcon />}
            loading={loading}
            loadingPosition="start"
            onClick={() => void run().catch(() => undefined)}
          >
            {t("test.run")}
          </Button>
        </Box>
        <Box aria-live="polite" sx={{ display: "grid", gap: 2, minWidth: 0 }}>
          {isAmiss && <Alert severity="warning">{t("test.fix")}</Alert>}
          {error && <ErrorNotice error={error} />}
          {data && !loading && !isAmiss && (
            <Outcome tested={data.testHealthRule} code={codeOf(variables?.input?.condition)} />
          )}
        </Box>
      </Box>
    </Panel>
  );
}

function codeOf(condition: HealthRuleConditionInput | undefined): string | null {
  const ofTrend = condition?.trend && !condition.trend.measure.startsWith("SLOPE") ? condition.trend : null;
  return condition?.threshold?.code ?? (ofTrend?.measure === "COUNT" ? ofTrend.code : null);
}

function Outcome({ tested, code }: { tested: TestHealthRuleQuery["testHealthRule"]; code: string | null }) {
  const { t } = useTranslation("healthRules");
  const formats = useFormats();
  const { firingCount, firedPatientCount, patientCount, readingCount, longestMinutes, from, to } = tested;
  const series: readonly Series[] = [
    { key: "critical", name: t("severity.CRITICAL"), colour: solid("negative"), kind: "bar" },
    { key: "warning", name: t("severity.WARNING"), colour: solid("attention"), kind: "bar" },
    { key: "info", name: t("severity.INFO"), colour: solid("progress"), kind: "bar" },
  ];
  if (patientCount === 0) return <Alert severity="warning">{t("test.nobody")}</Alert>;
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
  const facts = { days, patients: formats.number(patientCount), fired: formats.number(firedPatientCount) };
  return (
    <>
      <Alert severity={firingCount === 0 ? "success" : "info"}>
        <Typography variant="body1">
          {firingCount === 0 ? t("test.none", facts) : t("test.fired", { ...facts, count: firingCount })}
        </Typography>
        <Typography variant="caption" component="div">
          {t("test.readings", { readings: formats.number(readingCount) })}
          {longestMinutes !== null &&
            ` ${t("test.longest", { time: formats.duration(longestMinutes * 60_000) })}`}
        </Typography>
      </Alert>
      {firingCount > 0 && (
        <>
          <SeriesChart
            label={t("test.chart")}
            height={200}
            format={(value) => formats.number(value)}
            series={series}
            points={tested.days.map(({ day, info, warning, critical }) => ({
              at: Date.parse(`${day}T00:00:00+08:00`),
              info,
              warning,
              critical,
            }))}
          />
          <FiringTable tested={tested} code={code} />
        </>
      )}
    </>
  );
}
