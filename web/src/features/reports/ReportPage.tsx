import { useQuery } from "@apollo/client/react";
import GoneIcon from "@mui/icons-material/SearchOffRounded";
import UnusualIcon from "@mui/icons-material/TrendingUpRounded";
import { Box, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useMeasured, useOwnLanguage } from "../../alerting/useMeasured.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { NotOnPaper, OnPaper, PrintButton } from "../../ui/OnPaper.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { reportQuery } from "./reportQueries.ts";
import type { ReportData } from "./reportQueries.ts";

/** As many periods are needed before anything is called unusual. */
const periodsNeeded = 4;

/** One report: its figures beside those of earlier periods. It prints as it stands. */
export function ReportPage() {
  const { t } = useTranslation("alerting");
  const { id = "" } = useParams();
  const formats = useFormats();
  const { data, error, refetch } = useQuery(reportQuery, { variables: { id } });
  const report = data?.operationsReport;
  const problem = seriousError(error);
  if (data && !report)
    return (
      <Page title={t("reports.gone")} heading={null}>
        <EmptyState icon={<GoneIcon />} title={t("reports.gone")}>
          {t("reports.context")}
        </EmptyState>
      </Page>
    );
  if (!report)
    return (
      <Page title={t("reports.title")} heading={<Skeleton width={240} />}>
        {problem === undefined ? (
          <Skeleton variant="rounded" height={320} aria-busy="true" />
        ) : (
          <ErrorNotice error={problem} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  return (
    <OnPaper>
      <Page
        title={`${t(`reports.kind.${report.kind}`)} · ${formats.date(report.periodStart)}`}
        context={`${formats.dateTime(report.periodStart)} – ${formats.dateTime(report.periodEnd)}`}
        actions={
          <NotOnPaper>
            <PrintButton label={t("reports.print")} />
          </NotOnPaper>
        }
      >
        <Box sx={{ display: "grid", gap: 2 }}>
          <Figures report={report} />
          <Top report={report} />
          <Typography variant="caption" color="textSecondary">
            {t("reports.method")}
          </Typography>
        </Box>
      </Page>
    </OnPaper>
  );
}

function Figures({ report: { figures } }: { report: ReportData }) {
  const { t } = useTranslation("alerting");
  const measured = useMeasured();
  const own = useOwnLanguage();
  // Nothing is judged before there are enough periods: said once, below.
  const isJudged = figures.some(({ periods }) => periods >= periodsNeeded);
  const head = { whiteSpace: "nowrap" } as const;
  const wide = { whiteSpace: "nowrap", display: { xs: "none", sm: "table-cell" } } as const;
  return (
    <Panel flush>
      <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("reports.figure")}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("reports.figure")}</TableCell>
              <TableCell align="right" sx={head}>
                {t("reports.value")}
              </TableCell>
              <TableCell align="right" sx={head}>
                {t("reports.previous")}
              </TableCell>
              {isJudged && (
                <>
                  <TableCell align="right" sx={wide}>
                    {t("reports.median")}
                  </TableCell>
                  <TableCell sx={head}>{t("reports.unusual")}</TableCell>
                </>
              )}
            </TableRow>
          </TableHead>
          <TableBody>
            {figures.map(({ key, title, unit, value, previous, median, periods, isAnomaly }) => (
              <TableRow key={key}>
                <TableCell>{own(title)}</TableCell>
                <TableCell
                  align="right"
                  sx={{ fontWeight: 600, fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}
                >
                  {measured(value, unit)}
                </TableCell>
                <TableCell align="right" sx={head}>
                  {measured(previous, unit)}
                </TableCell>
                {isJudged && (
                  <>
                    <TableCell align="right" sx={wide}>
                      {measured(median, unit)}
                    </TableCell>
                    <TableCell sx={head}>
                      <Verdict isAnomaly={isAnomaly} isKnown={periods >= periodsNeeded} />
                    </TableCell>
                  </>
                )}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

function Verdict({ isAnomaly, isKnown }: { isAnomaly: boolean; isKnown: boolean }) {
  const { t } = useTranslation("alerting");
  if (isAnomaly)
    return (
      <StatusLabel tone="attention" icon={UnusualIcon}>
        {t("reports.unusual")}
      </StatusLabel>
    );
  return (
    <Typography variant="body2" color="textSecondary">
      {t(isKnown ? "reports.usual" : "reports.unknown")}
    </Typography>
  );
}

function Top({ report: { top } }: { report: ReportData }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  const formats = useFormats();
  return (
    <Panel title={t("reports.top")}>
      {top.length === 0 ? (
        <Typography color="textSecondary">{t("reports.none")}</Typography>
      ) : (
        <Box component="ol" sx={{ m: 0, pl: 3, display: "grid", gap: 0.5 }}>
          {top.map(({ name, title, count }) => (
            <li key={name}>
              {own(title)} · {formats.number(count)}
            </li>
          ))}
        </Box>
      )}
    </Panel>
  );
}
