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
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { File_ItemFragment } from "../../gql/graphql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { MomentField } from "../../ui/MomentField.tsx";
import { ShareRow } from "./ShareRow.tsx";

const sharesQuery = graphql(`
  query FileShares($fileId: ID!) {
    fileShares(fileId: $fileId, first: 50) {
      nodes {
        ...File_share
      }
    }
  }
`);

const createShare = graphql(`
  mutation CreateFileShare($input: CreateFileShareInput!) {
    createFileShare(input: $input) {
      share {
        ...File_share
      }
    }
  }
`);

const dayMs = 86_400_000;

/** Makes links for people without an account, and shows those there are. */
export function ShareDialog({ file, onClose }: { file: File_ItemFragment; onClose: () => void }) {
  const { t } = useTranslation(["files", "common"]);
  const { data, error, refetch } = useQuery(sharesQuery, {
    variables: { fileId: file.id },
    fetchPolicy: "cache-and-network",
  });
  const [create, { loading, error: refusal }] = useMutation(createShare);
  const [password, setPassword] = useState("");
  const [expiresAt, setExpiresAt] = useState(() => new Date(Date.now() + 7 * dayMs).toISOString());
  const [downloadsMax, setDownloadsMax] = useState("");
  const make = () => {
    const input = {
      fileId: file.id,
      password: password || null,
      expiresAt: expiresAt || null,
      downloadsMax: downloadsMax === "" ? null : Number(downloadsMax),
      idempotencyKey: crypto.randomUUID(),
    };
    create({ variables: { input } }).then(
      () => {
        setPassword("");
        return refetch();
      },
      () => undefined, // shown from the mutation's own state
    );
  };
  const shares = data?.fileShares.nodes ?? [];
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="share-title">
      <DialogTitle id="share-title" sx={{ overflowWrap: "anywhere" }}>
        {t("share.title", { name: file.name })}
      </DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 1.5 }}>
        <Typography variant="body2" color="textSecondary">
          {t("share.text")}
        </Typography>
        <TextField
          size="small"
          label={t("share.password")}
          helperText={t("share.passwordHint")}
          value={password}
          autoComplete="off"
          onChange={({ target }) => setPassword(target.value)}
        />
        <MomentField label={t("share.expiresAt")} value={expiresAt} onChange={setExpiresAt} />
        <TextField
          size="small"
          type="number"
          label={t("share.downloadsMax")}
          value={downloadsMax}
          slotProps={{ htmlInput: { min: 1, max: 100_000 } }}
          onChange={({ target }) => setDownloadsMax(target.value)}
        />
        {refusal && <ErrorNotice error={refusal} />}
        <Button variant="contained" disabled={loading} onClick={make} sx={{ justifySelf: "start" }}>
          {t("share.create")}
        </Button>
        {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {shares.length > 0 && (
          <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1 }}>
            {shares.map((share) => (
              <ShareRow key={share.id} share={share} />
            ))}
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t("common:close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
