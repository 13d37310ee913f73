import { useQuery } from "@apollo/client/react";
import CloseIcon from "@mui/icons-material/CloseRounded";
import NextIcon from "@mui/icons-material/KeyboardArrowDownRounded";
import PreviousIcon from "@mui/icons-material/KeyboardArrowUpRounded";
import ReplayIcon from "@mui/icons-material/ReplayRounded";
import { Box, Button, Drawer, IconButton, Skeleton, Tooltip, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RecordTrail } from "../audit/RecordTrail.tsx";
import { seriousError } from "../session/refusal.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { useCan } from "../viewer/ViewerContext.ts";
import { CallbackContentPanel } from "./CallbackContentPanel.tsx";
import { CallbackFacts } from "./CallbackFacts.tsx";
import { callbackQuery } from "./callbacksQuery.ts";
import { useCallbackStream } from "./useCallbackStream.ts";
import { useReplay } from "./useReplay.ts";

interface CallbackDrawerProps {
  id: string;
  /** The rows of the list, to go from one to the next. */
  neighbours: readonly string[];
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** One callback beside the list: what it is, what became of it, what it says, and once more through its handlers. */
export function CallbackDrawer({ id, neighbours, onOpen, onClose }: CallbackDrawerProps) {
  const { t } = useTranslation(["callbacks", "common"]);
  const can = useCan();
  const { data, previousData, error, refetch } = useQuery(callbackQuery, {
    variables: { id, accounts: can("account:read") },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? (previousData?.callback?.id === id ? previousData : undefined);
  const callback = answer?.callback;
  const replay = useReplay(() => void refetch());
  useCallbackStream(callback?.accountId, (callbacks) => {
    if (callbacks.some(({ callbackId }) => callbackId === id)) void refetch();
  });
  const at = neighbours.indexOf(id);
  const problem = seriousError(error);

  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      aria-labelledby="callback-title"
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
        <Typography variant="h2" id="callback-title" sx={{ flex: 1 }}>
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
      <Box
        sx={{
          flex: 1,
          p: 2,
          display: "grid",
          gap: 2,
          overflow: "auto",
          gridTemplateColumns: "minmax(0,1fr)",
          // Panels clip what does not fit: here they are as tall as what they hold, and the whole scrolls.
          gridAutoRows: "max-content",
          alignContent: "start",
        }}
      >
        {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
        {!answer && problem === undefined && <Skeleton variant="rounded" height={320} />}
        {answer && !callback && <Typography color="textSecondary">{t("detail.gone")}</Typography>}
        {callback && <CallbackFacts callback={callback} />}
        {callback && can("callback:reveal") && <CallbackContentPanel key={id} id={id} />}
        {callback && can("audit:read") && (
          <RecordTrail title={t("detail.audit")} resourceType="callback" resourceId={id} />
        )}
      </Box>
      {callback && can("callback:replay") && (
        <Box
          sx={{ display: "flex", justifyContent: "flex-end", p: 1.5, borderTop: 1, borderColor: "divider" }}
        >
          <Button
            variant={callback.status === "FAILED" ? "contained" : "outlined"}
            color={callback.status === "FAILED" ? "primary" : "inherit"}
            startIcon={<ReplayIcon />}
            disabled={replay.busy || callback.status === "RECEIVED"}
            onClick={() => void replay.one(id)}
          >
            {t("replay.one")}
          </Button>
        </Box>
      )}
    </Drawer>
  );
}

function Step(props: {
  label: string;
  to: string | undefined;
  onOpen: (id: string) => void;
  children: ReactNode;
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
