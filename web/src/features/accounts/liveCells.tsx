import { Typography } from "@mui/material";
import { styled } from "@mui/material/styles";
import type { AccountAction } from "../../gql/graphql.ts";
import { useLiveAccount } from "../../live/LiveContext.tsx";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { useReasonText } from "../../status/reasonText.ts";
import { Lasting } from "../../ui/Time.tsx";
import { ActionButtons } from "./ActionButtons.tsx";
import type { AccountRowData } from "./accountListQuery.ts";
import { HealthBar } from "./HealthBar.tsx";

/** Cells that follow their own account: an event redraws these and leaves the table alone. */
export function LiveStatus({ row }: { row: AccountRowData }) {
  const { status, statusReason } = useLiveAccount(row);
  const reasonText = useReasonText();
  return (
    <Centred title={reasonText(statusReason)} data-account-status={status}>
      <AccountStatusChip status={status} connector={row.connector} />
    </Centred>
  );
}

export function LiveSince({ row }: { row: AccountRowData }) {
  const { statusSince } = useLiveAccount(row);
  return <Lasting since={statusSince} />;
}

export function LiveReason({ row }: { row: AccountRowData }) {
  const { statusReason } = useLiveAccount(row);
  const reasonText = useReasonText();
  return (
    <Typography variant="caption" color="textSecondary" noWrap>
      {reasonText(statusReason)}
    </Typography>
  );
}

export function LiveHealth({ row }: { row: AccountRowData }) {
  return <HealthBar score={useLiveAccount(row).healthScore} />;
}

export function LiveActions(props: {
  row: AccountRowData;
  onAction: (action: AccountAction, id: string) => void;
}) {
  const { allowedActions } = useLiveAccount(props.row);
  return (
    <ActionButtons
      name={props.row.name}
      allowed={allowedActions}
      onAction={(action) => props.onAction(action, props.row.id)}
    />
  );
}

const Centred = styled("span")({ display: "inline-flex", minWidth: 0 });
