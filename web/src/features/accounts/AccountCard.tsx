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
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr) auto", columnGap: 1, rowGap: 0.5 }}>
      <MuiLink
        component={Link}
        to={`/accounts/${row.id}`}
        noWrap
        sx={{ fontWeight: 560, color: "text.primary", py: 0.25 }}
      >
        {row.name}
      </MuiLink>
      <Box sx={{ justifySelf: "end" }}>
        <LiveStatus row={row} />
      </Box>
      <Typography variant="caption" color="textSecondary" component="div" noWrap>
        {[row.group, row.corp.name].filter(Boolean).join(" · ")}
      </Typography>
      <Typography variant="caption" color="textSecondary" sx={{ justifySelf: "end" }}>
        <LiveSince row={row} />
      </Typography>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, minWidth: 0, minHeight: 32 }}>
        <LiveHealth row={row} />
        <LiveReason row={row} />
      </Box>
      <LiveActions row={row} onAction={onAction} />
    </Box>
  );
}
