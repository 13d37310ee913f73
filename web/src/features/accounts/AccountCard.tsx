import { Box, Link as MuiLink, Typography } from "@mui/material";
import { Link } from "react-router";
import type { AccountAction } from "../../gql/graphql.ts";
import type { AccountRowData } from "./accountListQuery.ts";
import { LiveActions, LiveHealth, LiveReason, LiveSince, LiveStatus } from "./liveCells.tsx";

/** An account in the list on a phone. */
export function AccountCard(props: {
  row: AccountRowData;
  onAction: (action: AccountAction, id: string) => void;
}) {
  const { row, onAction } = props;
  return (
    <Box sx={{ display: "grid", gap: 0.75 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <MuiLink
          component={Link}
          to={`/accounts/${row.id}`}
          noWrap
          sx={{ fontWeight: 560, color: "text.primary", flex: 1, py: 0.5 }}
        >
          {row.name}
        </MuiLink>
        <LiveStatus row={row} />
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, minHeight: 30 }}>
        <LiveHealth row={row} />
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="caption" color="textSecondary" component="div" noWrap>
            {[row.group, row.corp.name].filter(Boolean).join(" · ")}
          </Typography>
          <LiveReason row={row} />
        </Box>
        <Typography variant="caption" color="textSecondary">
          <LiveSince row={row} />
        </Typography>
        <LiveActions row={row} onAction={onAction} />
      </Box>
    </Box>
  );
}
