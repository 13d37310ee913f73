import { useQuery } from "@apollo/client/react";
import CloseIcon from "@mui/icons-material/CloseRounded";
import NextIcon from "@mui/icons-material/KeyboardArrowDownRounded";
import PreviousIcon from "@mui/icons-material/KeyboardArrowUpRounded";
import { Box, Button, Drawer, IconButton, Skeleton, Tooltip, Typography } from "@mui/material";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { actsOn } from "./messageActs.ts";
import { RecordDetail } from "./RecordDetail.tsx";
import { useMessageActs } from "./useMessageActs.tsx";
import { useLiveStatus } from "./useMessageStream.ts";

const messageQuery = graphql(`
  query MessageRecord($id: ID!, $people: Boolean!) {
    message(id: $id) {
      ...MessageDetail_message
    }
  }
`);

interface RecordDrawerProps {
  id: string;
  /** The rows of the list, to go from one to the next. */
  neighbours: readonly string[];
  onOpen: (id: string) => void;
  onClose: () => void;
  onChanged: () => void;
}

/** One message beside the list: what it said, what became of it, and what can be done. */
export function RecordDrawer({ id, neighbours, onOpen, onClose, onChanged }: RecordDrawerProps) {
  const { t } = useTranslation(["messages", "common"]);
  const can = useCan();
  const now = useNow();
  const { data, previousData, error, refetch } = useQuery(messageQuery, {
    variables: { id, people: can("user:read") },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? (previousData?.message?.id === id ? previousData : undefined);
  const message = answer?.message;
  const live = useLiveStatus({ id, status: message?.status ?? "PENDING" });
  const known = message?.status;
  useEffect(() => {
    // The stream tells that it moved on; when, and why, is the server's to say.
    if (known !== undefined && live !== known) void refetch();
  }, [live, known, refetch]);

  const { act, dialog } = useMessageActs((changed) => {
    onChanged();
    if (changed === id) void refetch();
    else onOpen(changed);
  });
  const at = neighbours.indexOf(id);
  const acts =
    message && can("message:send")
      ? actsOn(message, now).filter((one) => one !== "recall" || message.recipientKind !== "GROUP_CHAT")
      : [];
  const problem = seriousError(error);

  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      aria-labelledby="record-title"
      slotProps={{ paper: { role: "dialog", sx: { width: { xs: "100%", sm: 520 } } } }}
    >
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 0.5,
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <Typography variant="h2" id="record-title" sx={{ flex: 1 }}>
          {t("detail.title")}
        </Typography>
        <Step label={t("detail.previous")} to={neighbours[at - 1]} onOpen={onOpen}>
          <PreviousIcon fontSize="small" />
        </Step>
        <Step label={t("detail.next")} to={at < 0 ? undefined : neighbours[at + 1]} onOpen={onOpen}>
          <NextIcon fontSize="small" />
        </Step>
        <IconButton aria-label={t("common:close")} onClick={onClose}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      <Box sx={{ p: 2, display: "grid", gap: 2, overflow: "auto", gridTemplateColumns: "minmax(0,1fr)" }}>
        {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
        {!answer && problem === undefined && <Skeleton variant="rounded" height={320} />}
        {answer && !message && <Typography color="textSecondary">{t("detail.gone")}</Typography>}
        {message && <RecordDetail message={message} />}
      </Box>
      {message && acts.length > 0 && (
        <Box
          sx={{
            display: "flex",
            gap: 1,
            justifyContent: "flex-end",
            p: 1.5,
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          {acts.map((one) => (
            <Button
              key={one}
              variant={one === "retry" ? "contained" : "outlined"}
              color={one === "retry" ? "primary" : "inherit"}
              onClick={() => act(one, message)}
            >
              {t(`act.${one}`)}
            </Button>
          ))}
        </Box>
      )}
      {dialog}
    </Drawer>
  );
}

function Step(props: {
  label: string;
  to: string | undefined;
  onOpen: (id: string) => void;
  children: React.ReactNode;
}) {
  const { label, to, onOpen, children } = props;
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={to === undefined} onClick={() => to && onOpen(to)}>
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}
