import { useQuery } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/DownloadRounded";
import ShareIcon from "@mui/icons-material/IosShareRounded";
import {
  Alert,
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Typography,
} from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { File_ItemFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { formatBytes } from "../../ui/bytes.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { fileLinkQuery } from "./fileFragment.ts";

interface PreviewDialogProps {
  file: File_ItemFragment;
  onDownload: () => void;
  onShare: (() => void) | undefined;
  onClose: () => void;
}

/** A file as it looks, where a browser can show it without running anything, and what is known of it. */
export function PreviewDialog({ file, onDownload, onShare, onClose }: PreviewDialogProps) {
  const { t } = useTranslation(["files", "common"]);
  const formats = useFormats();
  const { name, mediaType, bytes, folder, createdAt, owner, deletedAt, missingSince } = file;
  const facts = [
    mediaType,
    formatBytes(bytes, formats.locale),
    folder,
    formats.dateTime(createdAt),
    owner?.displayName,
  ];
  const there = deletedAt === null && missingSince === null;
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="preview-title">
      <DialogTitle id="preview-title" sx={{ overflowWrap: "anywhere", pb: 0.5 }}>
        {name}
      </DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 1.5 }}>
        <Typography variant="body2" color="textSecondary">
          {facts.filter(Boolean).join(" · ")}
        </Typography>
        {missingSince !== null && <Alert severity="error">{t("missing")}</Alert>}
        {deletedAt !== null && <Alert severity="info">{t("preview.inTrash")}</Alert>}
        {there &&
          (file.isPreviewable ? <Content file={file} /> : <Alert severity="info">{t("preview.none")}</Alert>)}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t("common:close")}
        </Button>
        {there && onShare && (
          <Button color="inherit" startIcon={<ShareIcon />} onClick={onShare}>
            {t("share.open")}
          </Button>
        )}
        {there && (
          <Button variant="contained" startIcon={<DownloadIcon />} onClick={onDownload}>
            {t("download")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Content({ file: { id, name, mediaType } }: { file: File_ItemFragment }) {
  const { data, error, refetch } = useQuery(fileLinkQuery, {
    variables: { id, inline: true },
    fetchPolicy: "no-cache",
  });
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const url = data?.fileDownloadUrl.url;
  if (url === undefined) return <Waiting />;
  if (mediaType.startsWith("image/"))
    return (
      <Box
        component="img"
        src={url}
        alt={name}
        sx={{ maxWidth: "100%", maxHeight: "60vh", justifySelf: "center", objectFit: "contain" }}
      />
    );
  if (mediaType === "application/pdf")
    return (
      <Box component="iframe" src={url} title={name} sx={{ width: "100%", height: "60vh", border: 0 }} />
    );
  return <TextContent url={url} name={name} />;
}

const textMax = 200_000;

/** The beginning of a text: as much as one reads here. */
function TextContent({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation("files");
  const [text, setText] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    fetch(url, { headers: { range: `bytes=0-${textMax - 1}` }, signal: leaving.signal })
      .then(async (response) => setText(await response.text()))
      .catch(() => setFailed(!leaving.signal.aborted));
    return () => leaving.abort();
  }, [url]);
  if (failed) return <Alert severity="warning">{t("preview.failed")}</Alert>;
  if (text === null) return <Waiting />;
  return (
    <Box
      component="pre"
      tabIndex={0}
      aria-label={name}
      sx={{
        m: 0,
        p: 1.5,
        maxHeight: "60vh",
        overflow: "auto",
        fontSize: "0.8125rem",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        bgcolor: "action.hover",
        borderRadius: 1,
      }}
    >
      {text}
    </Box>
  );
}

function Waiting() {
  const { t } = useTranslation("files");
  return (
    <Box sx={{ display: "grid", placeItems: "center", minHeight: 160 }}>
      <CircularProgress size={28} aria-label={t("preview.loading")} />
    </Box>
  );
}
