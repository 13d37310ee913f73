import { Box, ButtonBase, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CallbackStatusChip } from "../status/CallbackStatusChip.tsx";
import { TimeAgo } from "../ui/Time.tsx";
import type { CallbackRow } from "./callbacksQuery.ts";
import { useReasonWords } from "./callbackWords.ts";

/** A callback on a phone. */
export function CallbackCard({ row, onOpen }: { row: CallbackRow; onOpen: (id: string) => void }) {
  const { t } = useTranslation("callbacks");
  const words = useReasonWords();
  return (
    <ButtonBase onClick={() => onOpen(row.id)} sx={{ display: "block", width: "100%", textAlign: "left" }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 0.5 }}>
        <Typography noWrap sx={{ fontWeight: 560, flex: 1 }}>
          {t(`kind.${row.kind}`)}
        </Typography>
        <CallbackStatusChip status={row.status} />
      </Box>
      <Typography variant="body2" component="div" noWrap color="textSecondary">
        {row.name}
      </Typography>
      <Typography variant="caption" component="div" color="textSecondary" sx={{ display: "flex", gap: 1 }}>
        <TimeAgo at={row.receivedAt} />
        {row.account && <span>{row.account.name}</span>}
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
          {words(row.reason)}
        </Box>
      </Typography>
    </ButtonBase>
  );
}
