import { Box, ButtonBase, Typography } from "@mui/material";
import { TimeAgo } from "../../ui/Time.tsx";
import { LiveStatusCell, Problem, Said } from "./recordCells.tsx";
import type { MessageRow } from "./recordsQuery.ts";

/** A message on a phone. */
export function RecordCard({ row, onOpen }: { row: MessageRow; onOpen: (id: string) => void }) {
  return (
    <ButtonBase onClick={() => onOpen(row.id)} sx={{ display: "block", width: "100%", textAlign: "left" }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 0.5 }}>
        <Typography noWrap sx={{ fontWeight: 560, flex: 1 }}>
          {row.recipient}
        </Typography>
        <LiveStatusCell row={row} />
      </Box>
      <Typography variant="body2" component="div" sx={{ display: "flex", minWidth: 0 }}>
        <Said row={row} />
      </Typography>
      <Typography variant="caption" component="div" color="textSecondary" sx={{ display: "flex", gap: 1 }}>
        <Box component="span" sx={{ flexShrink: 0 }}>
          <TimeAgo at={row.createdAt} />
        </Box>
        <Box component="span" sx={{ flexShrink: 0 }}>
          {row.account?.name}
        </Box>
        <Problem row={row} />
      </Typography>
    </ButtonBase>
  );
}
