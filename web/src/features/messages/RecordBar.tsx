import { useMutation } from "@apollo/client/react";
import CloseIcon from "@mui/icons-material/CloseRounded";
import { Box, Button, IconButton, LinearProgress, Paper, Tooltip, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { actsOn } from "./messageActs.ts";
import { cancelMutation, retryMutation } from "./messageOperations.ts";
import type { MessageRow } from "./recordsQuery.ts";
import { unverified } from "./useMessageActs.tsx";

interface RecordBarProps {
  rows: readonly MessageRow[];
  selected: readonly string[];
  onClear: () => void;
  onDone: () => void;
}

/** So many requests at once: two hundred chosen rows are done in seconds and no rate is exceeded. */
const atOnce = 6;

/** What to do with the chosen messages; each is asked for by itself, and what cannot be done is told in the end. */
export function RecordBar({ rows, selected, onClear, onDone }: RecordBarProps) {
  const { t } = useTranslation(["messages", "common"]);
  const toaster = useToaster();
  const now = useNow();
  const [cancel] = useMutation(cancelMutation);
  const [retry] = useMutation(retryMutation);
  const [asked, setAsked] = useState<"cancel" | "retry" | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const chosen = rows.filter(({ id }) => selected.includes(id));
  const able = {
    cancel: chosen.filter((row) => actsOn(row, now).includes("cancel")),
    // What may have arrived is looked at one by one.
    retry: chosen.filter((row) => actsOn(row, now).includes("retry") && row.error?.code !== unverified),
  };

  const run = async (act: "cancel" | "retry") => {
    const waiting = [...able[act]];
    const all = waiting.length;
    let done = 0;
    let refused = 0;
    setProgress(0);
    const work = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const { id } = row;
        await (
          act === "cancel"
            ? cancel({ variables: { input: { messageId: id } } })
            : retry({ variables: { input: { messageId: id, idempotencyKey: crypto.randomUUID() } } })
        ).catch(() => (refused += 1));
        done += 1;
        setProgress((done / all) * 100);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    setProgress(null);
    toaster.done(t(`bulk.done.${act}`, { count: all - refused, refused }));
    onClear();
    onDone();
  };

  return (
    <Paper
      variant="outlined"
      role="toolbar"
      aria-label={t("bulk.toolbar")}
      sx={{ px: 1.5, py: 0.75, mb: 1.5 }}
    >
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
        <Typography variant="body2" sx={{ fontWeight: 560, flex: 1 }}>
          {t("common:selectedCount", { count: selected.length })}
        </Typography>
        {(["retry", "cancel"] as const).map((act) => (
          <Button
            key={act}
            variant="outlined"
            color={act === "retry" ? "primary" : "inherit"}
            disabled={able[act].length === 0 || progress !== null}
            onClick={() => setAsked(act)}
          >
            {t(`bulk.act.${act}`, { count: able[act].length })}
          </Button>
        ))}
        <Tooltip title={t("common:clear")}>
          <IconButton aria-label={t("common:clear")} onClick={onClear}>
            <CloseIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      </Box>
      {progress !== null && (
        <LinearProgress variant="determinate" value={progress} aria-label={t("bulk.toolbar")} />
      )}
      {asked && (
        <ConfirmDialog
          title={t(`bulk.confirm.${asked}`, { count: able[asked].length })}
          confirmText={t(`act.${asked}`)}
          danger={asked === "cancel"}
          onConfirm={() => run(asked)}
          onClose={() => setAsked(null)}
        >
          {t(`bulk.explain.${asked}`)}
        </ConfirmDialog>
      )}
    </Paper>
  );
}
