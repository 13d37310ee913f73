import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { MessageStatusChip } from "../../status/MessageStatusChip.tsx";
import { useErrorWords } from "./errorWords.ts";
import type { MessageRow } from "./recordsQuery.ts";
import { summaryOf } from "./summaryText.ts";
import { useLiveStatus } from "./useMessageStream.ts";

/** Follows its own message: a change redraws this cell and leaves the table alone. */
export function LiveStatusCell({ row }: { row: MessageRow }) {
  const { t } = useTranslation("messages");
  const status = useLiveStatus(row);
  return (
    <Box
      component="span"
      data-message-status={status}
      sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}
    >
      <MessageStatusChip status={status} />
      {row.recalledAt && (
        <Box component="span" sx={{ fontSize: "0.75rem", color: "text.secondary" }}>
          {t("recalled")}
        </Box>
      )}
    </Box>
  );
}

export function Said({ row }: { row: MessageRow }) {
  const { t } = useTranslation("messages");
  const summary = summaryOf(row.type, row.content) || t(`type.${row.type}`);
  return (
    <Box
      component="span"
      title={summary}
      sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
    >
      {summary}
    </Box>
  );
}

export function Problem({ row }: { row: MessageRow }) {
  const words = useErrorWords();
  if (!row.error) return null;
  const { meaning } = words(row.error);
  return (
    <Box
      component="span"
      title={`${row.error.code} ${meaning}`}
      sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", color: "text.secondary" }}
    >
      {meaning}
    </Box>
  );
}
