import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import ReportIcon from "@mui/icons-material/AssignmentOutlined";
import CompareIcon from "@mui/icons-material/CompareArrowsRounded";
import { Box, Button, Skeleton, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { Link as MuiLink } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { reportsQuery } from "./checkupQueries.ts";
import { ReportStatus } from "./ReportStatus.tsx";
import { useReportStream } from "./useReportStream.ts";

const shownMax = 50;

/** A patient's reports, the latest first. */
export function PatientReportsTab({ patient: { id: patientId } }: { patient: { id: string } }) {
  const { t } = useTranslation("checkups");
  const mayWrite = useCan()("checkup-report:write");
  const { data, error, refetch } = useQuery(reportsQuery, {
    variables: { filter: { patientId, includeReplaced: true }, first: shownMax },
    fetchPolicy: "cache-and-network",
  });
  useReportStream(patientId, () => void refetch());
  const problem = seriousError(error);
  const reports = data?.checkupReports.nodes;
  if (!reports)
    return problem === undefined ? (
      <Skeleton variant="rounded" height={240} aria-busy="true" />
    ) : (
      <ErrorNotice error={problem} onRetry={() => void refetch()} />
    );
  const create = mayWrite && (
    <Button
      component={Link}
      to={`/health/new-report/${patientId}`}
      variant="contained"
      startIcon={<AddIcon />}
    >
      {t("new")}
    </Button>
  );
  if (reports.length === 0)
    return (
      <EmptyState icon={<ReportIcon />} title={t("empty")} action={create || undefined}>
        {t("emptyText")}
      </EmptyState>
    );
  return (
    <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0,1fr)" }}>
      <Box sx={{ display: "flex", gap: 1, justifyContent: "flex-end", flexWrap: "wrap" }}>
        <Button
          component={Link}
          to={`/health/report-comparison/${patientId}`}
          variant="outlined"
          color="inherit"
          startIcon={<CompareIcon />}
        >
          {t("compare")}
        </Button>
        {create}
      </Box>
      <Panel flush>
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("title")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t("field.number")}</TableCell>
                <TableCell>{t("field.examinedOn")}</TableCell>
                <TableCell>{t("field.institution")}</TableCell>
                <TableCell align="right">{t("field.abnormal")}</TableCell>
                <TableCell>{t("field.status")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {reports.map((report) => (
                <TableRow key={report.id} hover>
                  <TableCell>
                    <MuiLink component={Link} to={`/health/reports/${report.id}`} sx={{ fontWeight: 520 }}>
                      {report.reportNumber}
                    </MuiLink>
                  </TableCell>
                  <TableCell>{report.examinedOn}</TableCell>
                  <TableCell>{report.institution}</TableCell>
                  <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
                    {t("abnormalOf", { abnormal: report.counts.abnormal, items: report.counts.items })}
                  </TableCell>
                  <TableCell>
                    <ReportStatus report={report} />
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      </Panel>
    </Box>
  );
}
