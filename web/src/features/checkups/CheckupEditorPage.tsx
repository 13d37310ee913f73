import { useMutation, useQuery } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router";
import { useState } from "react";
import { seriousError } from "../../session/refusal.ts";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { changeReport, createReport, reportQuery } from "./checkupQueries.ts";
import type { ReportData } from "./checkupQueries.ts";
import { draftOf, emptyDraft, itemsOf } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { ReportEditor } from "./ReportEditor.tsx";

/** A new report of a patient. */
export function NewCheckupReportPage() {
  const { t } = useTranslation("checkups");
  const { patientId = "" } = useParams();
  const navigate = useNavigate();
  const toaster = useToaster();
  const [create] = useMutation(createReport);
  // The same for every try: a report whose answer got lost is not written twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return (
    <ReportEditor
      title={t("new")}
      patientId={patientId}
      initial={emptyDraft}
      isNew
      onSave={async (draft) => {
        const input = { ...sent(draft), patientId, idempotencyKey, reportNumber: draft.reportNumber || null };
        const { data } = await create({ variables: { input } });
        toaster.done(t("saved"));
        const id = data?.createCheckupReport.report.id;
        return () => void navigate(id ? `/health/reports/${id}` : "/health/reports", { replace: true });
      }}
    />
  );
}

/** A draft that is written on. */
export function CheckupEditorPage() {
  const { t } = useTranslation("checkups");
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(reportQuery, { variables: { id }, fetchPolicy: "network-only" });
  const report = data?.checkupReport;
  if (data && !report)
    return (
      <GonePage title={t("gone")} list={{ path: "/health/reports", text: t("list") }}>
        {t("goneText")}
      </GonePage>
    );
  if (!report)
    return <LoadingPage title={t("title")} problem={seriousError(error)} onRetry={() => void refetch()} />;
  if (report.status !== "DRAFT") return <Navigate to={`/health/reports/${id}`} replace />;
  return <OpenDraft key={id} report={report} />;
}

function OpenDraft({ report }: { report: ReportData }) {
  const { t } = useTranslation("checkups");
  const navigate = useNavigate();
  const toaster = useToaster();
  const [change] = useMutation(changeReport);
  // What was opened: somebody else's change meanwhile must be refused, and not be written over.
  const [opened] = useState(report);
  return (
    <ReportEditor
      title={t("reportOf", { number: report.reportNumber })}
      patientId={opened.patientId}
      initial={draftOf(opened)}
      onSave={async (draft) => {
        const input = { ...sent(draft), reportId: opened.id, expectedVersion: opened.version };
        await change({ variables: { input } });
        toaster.done(t("saved"));
        return () => void navigate(`/health/reports/${opened.id}`, { replace: true });
      }}
    />
  );
}

function sent({ institution, examinedOn, doctor, conclusion, advice, attachments, items }: Draft) {
  return {
    institution,
    examinedOn,
    doctor: doctor || null,
    conclusion: conclusion || null,
    advice: advice || null,
    attachmentFileIds: attachments.map(({ id }) => id),
    items: itemsOf(items),
  };
}
