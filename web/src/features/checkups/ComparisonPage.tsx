import { useQuery } from "@apollo/client/react";
import CompareIcon from "@mui/icons-material/CompareArrowsRounded";
import { Box, FormControlLabel, Switch, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { flag, ids } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { comparisonQuery } from "./checkupQueries.ts";
import { ComparisonTable } from "./ComparisonTable.tsx";

const viewState = { reports: ids, abnormal: flag };

/** A patient's reports beside each other. */
export function ComparisonPage() {
  const { t } = useTranslation("checkups");
  const { patientId = "" } = useParams();
  const [{ reports: named, abnormal }, change] = useUrlState(viewState);
  const { data, error, refetch } = useQuery(comparisonQuery, {
    variables: { patientId, reportIds: named.length > 0 ? [...named] : null },
    fetchPolicy: "cache-and-network",
  });
  const comparison = data?.checkupReportComparison;
  if (!comparison)
    return (
      <LoadingPage
        title={t("comparison.title")}
        problem={seriousError(error)}
        onRetry={() => void refetch()}
      />
    );
  const { reports, items } = comparison;
  const patient = reports[0]?.patient?.name;
  const shown = abnormal
    ? items.filter(({ values }) => values.some((each) => each.flag != null && each.flag !== "N"))
    : items;
  return (
    <Page
      personal
      title={patient ? `${t("comparison.title")} · ${patient}` : t("comparison.title")}
      context={t("comparison.context")}
      actions={
        <FormControlLabel
          control={<Switch size="small" checked={abnormal} onChange={(_, on) => change({ abnormal: on })} />}
          label={t("comparison.abnormalOnly")}
          slotProps={{ typography: { variant: "body2" } }}
        />
      }
    >
      {reports.length < 2 ? (
        <EmptyState icon={<CompareIcon />} title={t("comparison.none")}>
          {t("comparison.noneText")}
        </EmptyState>
      ) : (
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          <Panel flush>
            <ComparisonTable reports={reports} items={shown} />
          </Panel>
          <Typography variant="caption" color="textSecondary">
            {t("notDiagnosis")}
          </Typography>
        </Box>
      )}
    </Page>
  );
}
