import { useMutation } from "@apollo/client/react";
import CompareIcon from "@mui/icons-material/CompareArrowsRounded";
import DeleteIcon from "@mui/icons-material/DeleteOutlineRounded";
import EditIcon from "@mui/icons-material/EditOutlined";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { NotOnPaper, PrintButton } from "../../ui/OnPaper.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { amendReport, deleteReport, publishReport } from "./checkupQueries.ts";
import type { ReportData } from "./checkupQueries.ts";

const viewState = { dialog: oneOf(["publish", "delete"], null) };

/** What can be done with a report as it stands. */
export function ReportActs({ report }: { report: ReportData }) {
  const { t } = useTranslation("checkups");
  const mayWrite = useCan()("checkup-report:write");
  const navigate = useNavigate();
  const toaster = useToaster();
  const [{ dialog }, change] = useUrlState(viewState);
  const [publish] = useMutation(publishReport);
  const [amend, { loading }] = useMutation(amendReport);
  const [remove] = useMutation(deleteReport);
  const { id: reportId, version: expectedVersion, patientId, status, replacedById } = report;
  const close = () => change({ dialog: null });
  const isDraft = status === "DRAFT";

  const correct = () =>
    amend({ variables: { input: { reportId, idempotencyKey: crypto.randomUUID() } } }).then(
      ({ data }) => {
        toaster.done(t("amended"));
        const made = data?.amendCheckupReport.report.id;
        if (made) void navigate(`/health/reports/${made}/edit`);
      },
      (error: unknown) => toaster.failed(error),
    );

  return (
    <NotOnPaper>
      <Button
        component={Link}
        to={`/health/report-comparison/${patientId}`}
        variant="outlined"
        color="inherit"
        startIcon={<CompareIcon />}
      >
        {t("compare")}
      </Button>
      <PrintButton label={t("print")} />
      {mayWrite && isDraft && (
        <>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<DeleteIcon />}
            onClick={() => change({ dialog: "delete" }, "push")}
          >
            {t("delete")}
          </Button>
          <Button
            component={Link}
            to={`/health/reports/${reportId}/edit`}
            variant="outlined"
            startIcon={<EditIcon />}
          >
            {t("edit")}
          </Button>
          <Button variant="contained" onClick={() => change({ dialog: "publish" }, "push")}>
            {t("publish")}
          </Button>
        </>
      )}
      {mayWrite && !isDraft && !replacedById && (
        <Button variant="outlined" startIcon={<EditIcon />} disabled={loading} onClick={() => void correct()}>
          {t("amend")}
        </Button>
      )}
      {mayWrite && isDraft && dialog === "publish" && (
        <ConfirmDialog
          title={t("publish")}
          confirmText={t("publish")}
          onClose={close}
          onConfirm={async () => {
            await publish({ variables: { input: { reportId, expectedVersion } } });
            toaster.done(t("published"));
          }}
        >
          {t("publishText")} {report.replacesId && t("publishCorrects")}
        </ConfirmDialog>
      )}
      {mayWrite && isDraft && dialog === "delete" && (
        <ConfirmDialog
          danger
          title={t("delete")}
          confirmText={t("delete")}
          onClose={close}
          onConfirm={async () => {
            await remove({ variables: { input: { reportId, expectedVersion } } });
            toaster.done(t("deleted"));
            void navigate(`/health/reports`, { replace: true });
          }}
        >
          {t("deleteText", { count: report.counts.items })}
        </ConfirmDialog>
      )}
    </NotOnPaper>
  );
}
