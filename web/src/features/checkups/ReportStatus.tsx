import DraftIcon from "@mui/icons-material/EditNoteRounded";
import ReplacedIcon from "@mui/icons-material/HistoryRounded";
import PublishedIcon from "@mui/icons-material/TaskAltRounded";
import { useTranslation } from "react-i18next";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import type { ReportRow } from "./checkupQueries.ts";

export function ReportStatus({
  report: { status, replacedById },
}: {
  report: Pick<ReportRow, "status" | "replacedById">;
}) {
  const { t } = useTranslation("checkups");
  if (replacedById)
    return (
      <StatusLabel tone="neutral" icon={ReplacedIcon}>
        {t("replaced")}
      </StatusLabel>
    );
  return (
    <StatusLabel
      tone={status === "PUBLISHED" ? "positive" : "progress"}
      icon={status === "PUBLISHED" ? PublishedIcon : DraftIcon}
    >
      {t(`status.${status}`)}
    </StatusLabel>
  );
}
