import ReplayIcon from "@mui/icons-material/ReplayRounded";
import { Box, Button, Paper, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallbackFilter, ReplayCallbacksInput } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { useReplay } from "./useReplay.ts";

interface CallbackReplayBarProps {
  selected: readonly string[];
  onClear: () => void;
  onDone: () => void;
}

/** What can be done with the chosen rows. */
export function CallbackReplayBar({ selected, onClear, onDone }: CallbackReplayBarProps) {
  const { t } = useTranslation("callbacks");
  const formats = useFormats();
  const [isAsking, setAsking] = useState(false);
  const count = selected.length;
  return (
    <Paper
      variant="outlined"
      role="toolbar"
      aria-label={t("replay.selected", { count, formatted: formats.number(count) })}
      sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, px: 1.5, py: 0.75, mb: 1.5 }}
    >
      <Typography variant="body2">
        {t("replay.selected", { count, formatted: formats.number(count) })}
      </Typography>
      <Box sx={{ flex: 1 }} />
      <Button color="inherit" onClick={onClear}>
        {t("replay.clear")}
      </Button>
      <Button variant="contained" startIcon={<ReplayIcon />} onClick={() => setAsking(true)}>
        {t("replay.chosen")}
      </Button>
      {isAsking && (
        <ReplayDialog
          text={t("replay.askChosen", { count, formatted: formats.number(count) })}
          input={{ callbackIds: [...selected] }}
          onClose={() => setAsking(false)}
          onDone={() => {
            onClear();
            onDone();
          }}
        />
      )}
    </Paper>
  );
}

/** All that failed among the rows of a filter, also beyond this page. */
export function ReplayFailedButton({ failed, onDone }: { failed: CallbackFilter; onDone: () => void }) {
  const { t } = useTranslation("callbacks");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button color="inherit" startIcon={<ReplayIcon />} onClick={() => setAsking(true)}>
        {t("replay.failed")}
      </Button>
      {isAsking && (
        <ReplayDialog
          text={t("replay.askFailed")}
          input={{ failed }}
          onClose={() => setAsking(false)}
          onDone={onDone}
        />
      )}
    </>
  );
}

interface ReplayDialogProps {
  text: string;
  input: Omit<ReplayCallbacksInput, "idempotencyKey">;
  onClose: () => void;
  onDone: () => void;
}

function ReplayDialog({ text, input, onClose, onDone }: ReplayDialogProps) {
  const { t } = useTranslation("callbacks");
  const replay = useReplay(onDone);
  return (
    <ConfirmDialog
      title={t("replay.ask")}
      confirmText={t("replay.chosen")}
      onConfirm={() => replay.many(input)}
      onClose={onClose}
    >
      {text}
    </ConfirmDialog>
  );
}
