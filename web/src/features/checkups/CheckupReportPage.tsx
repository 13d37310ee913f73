import { useQuery } from "@apollo/client/react";
import { Box, Link as MuiLink, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { OnPaper } from "../../ui/OnPaper.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { reportQuery } from "./checkupQueries.ts";
import type { ReportData } from "./checkupQueries.ts";
import { ReportActs } from "./ReportActs.tsx";
import { ReportItems } from "./ReportItems.tsx";
import { ReportStatus } from "./ReportStatus.tsx";
import { useReportStream } from "./useReportStream.ts";

/** One report, as a person reads and prints it. */
export function CheckupReportPage() {
  const { t } = useTranslation("checkups");
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(reportQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const report = data?.checkupReport;
  useReportStream(report?.patientId ?? null, () => void refetch());
  if (data && !report)
    return (
      <GonePage title={t("gone")} list={{ path: "/health/reports", text: t("list") }}>
        {t("goneText")}
      </GonePage>
    );
  if (!report)
    return <LoadingPage title={t("title")} problem={seriousError(error)} onRetry={() => void refetch()} />;
  return (
    <OnPaper>
      <Page
        personal
        title={t("reportOf", { number: report.reportNumber })}
        context={
          <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
            <ReportStatus report={report} /> {report.institution} · {report.examinedOn}
          </Box>
        }
        actions={<ReportActs report={report} />}
      >
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          <Panel>
            <About report={report} />
          </Panel>
          <Panel
            flush
            title={t("item.title")}
            note={t("counts", { count: report.counts.items, abnormal: report.counts.abnormal })}
          >
            <ReportItems items={report.items} />
          </Panel>
          <Said title={t("field.conclusion")}>{report.conclusion}</Said>
          <Said title={t("field.advice")}>{report.advice}</Said>
          <Typography variant="caption" color="textSecondary">
            {t("notDiagnosis")}
          </Typography>
        </Box>
      </Page>
    </OnPaper>
  );
}

function About({ report }: { report: ReportData }) {
  const { t } = useTranslation("checkups");
  const formats = useFormats();
  const { patient, patientId, doctor, publishedAt, publishedBy, replacesId, replacedById, attachments } =
    report;
  const facts: [string, ReactNode][] = [];
  if (patient)
    facts.push(
      [
        t("field.patient"),
        <MuiLink key="patient" component={Link} to={`/health/patients/${patientId}?tab=reports`}>
          {patient.name}
        </MuiLink>,
      ],
      [t("field.recordNumber"), patient.recordNumber],
      [t("field.sexAge"), `${t(`sex.${patient.sex}`)} · ${t("years", { age: patient.age })}`],
    );
  facts.push([t("field.institution"), report.institution], [t("field.examinedOn"), report.examinedOn]);
  if (doctor) facts.push([t("field.doctor"), doctor]);
  if (publishedAt)
    facts.push([
      t("field.publishedAt"),
      [formats.dateTime(publishedAt), publishedBy?.displayName].filter(Boolean).join(" · "),
    ]);
  if (replacesId) facts.push([t("field.corrects"), <Other key="replaces" id={replacesId} />]);
  if (replacedById) facts.push([t("field.correctedBy"), <Other key="replaced" id={replacedById} />]);
  if (attachments.length > 0)
    facts.push([
      t("field.attachments"),
      <Box key="files" sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {attachments.map(({ id, name }) => (
          <MuiLink key={id} component={Link} to={`/files?dialog=preview&file=${id}`}>
            {name}
          </MuiLink>
        ))}
      </Box>,
    ]);
  return <Facts facts={facts} />;
}

function Other({ id }: { id: string }) {
  const { data } = useQuery(reportQuery, { variables: { id } });
  return (
    <MuiLink component={Link} to={`/health/reports/${id}`}>
      {data?.checkupReport?.reportNumber ?? "…"}
    </MuiLink>
  );
}

function Said({ title, children }: { title: string; children: string | null | undefined }) {
  if (!children) return null;
  return (
    <Panel title={title}>
      <Typography sx={{ whiteSpace: "pre-line" }}>{children}</Typography>
    </Panel>
  );
}
