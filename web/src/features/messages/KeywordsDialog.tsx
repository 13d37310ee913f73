import { useMutation, useQuery } from "@apollo/client/react";
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  TextField,
  Typography,
} from "@mui/material";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";

const keywordsQuery = graphql(`
  query MessageKeywords {
    messageKeywords
  }
`);

const setKeywordsMutation = graphql(`
  mutation SetMessageKeywords($input: SetMessageKeywordsInput!) {
    setMessageKeywords(input: $input) {
      words
    }
  }
`);

/** The words that no message may hold, a line each. */
export function KeywordsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["messages", "common"]);
  const id = useId();
  const can = useCan();
  const toaster = useToaster();
  const { data, error: readError } = useQuery(keywordsQuery, { fetchPolicy: "network-only" });
  const [set] = useMutation(setKeywordsMutation);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const words = typed ?? data?.messageKeywords.join("\n") ?? "";
  const mayWrite = can("message-template:approve");
  const save = () => {
    setBusy(true);
    setError(null);
    const wanted = [
      ...new Set(
        words
          .split("\n")
          .map((word) => word.trim())
          .filter(Boolean),
      ),
    ];
    set({ variables: { input: { words: wanted } } })
      .then(() => {
        toaster.done(t("keywords.saved", { count: wanted.length }));
        onClose();
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t("keywords.title")}</DialogTitle>
      <DialogContent>
        <Box sx={{ display: "grid", gap: 2 }}>
          <Typography variant="body2" color="textSecondary">
            {t("keywords.text")}
          </Typography>
          <TextField
            multiline
            minRows={6}
            maxRows={16}
            label={t("keywords.label")}
            value={words}
            disabled={!data || !mayWrite}
            onChange={(event) => setTyped(event.target.value)}
          />
          {(error ?? readError) != null && <ErrorNotice error={error ?? readError} />}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t(mayWrite ? "common:cancel" : "common:close")}
        </Button>
        {mayWrite && (
          <Button variant="contained" disabled={!data || busy} onClick={save}>
            {t("common:save")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
