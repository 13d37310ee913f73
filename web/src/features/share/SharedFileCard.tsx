import { useMutation, useQuery } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/DownloadRounded";
import FileIcon from "@mui/icons-material/InsertDriveFileOutlined";
import { Alert, Box, Button, Paper, Skeleton, TextField, Typography } from "@mui/material";
import { type SubmitEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { formatsOf } from "../../i18n/formats.ts";
import { AppearanceSwitches } from "../../ui/AppearanceSwitches.tsx";
import { BrandMark } from "../../ui/BrandMark.tsx";
import { formatBytes } from "../../ui/bytes.ts";
import { openShareMutation, reasonOf, sharedFileQuery } from "./shareApi.ts";

const ends = ["EXPIRED", "EXHAUSTED", "REVOKED", "FILE_GONE"] as const;

export function SharedFileCard() {
  const { t } = useTranslation("share");
  const title = t("title");
  useEffect(() => {
    document.title = `${title} · Wegraph`;
  }, [title]);
  return (
    <Box
      component="main"
      sx={{
        minHeight: "100dvh",
        display: "grid",
        placeItems: "center",
        alignContent: "center",
        gap: 3,
        p: 2,
      }}
    >
      <Paper variant="outlined" sx={{ width: "100%", maxWidth: 440, p: { xs: 3, sm: 4 }, borderRadius: 2.5 }}>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 3 }}>
          <BrandMark size={28} />
          <Typography sx={{ fontWeight: 650, fontSize: "1.0625rem", letterSpacing: "-0.01em" }}>
            Wegraph
          </Typography>
        </Box>
        <Typography variant="h1" sx={{ mb: 2 }}>
          {title}
        </Typography>
        <Share />
      </Paper>
      <AppearanceSwitches />
    </Box>
  );
}

function Share() {
  const { t } = useTranslation("share");
  const { token = "" } = useParams();
  const { data, error } = useQuery(sharedFileQuery, { variables: { token }, fetchPolicy: "network-only" });
  const [open, { data: given, error: refusal, loading }] = useMutation(openShareMutation);
  const [password, setPassword] = useState("");
  const shared = data?.sharedFile;
  const refused = refusal ? reasonOf(refusal) : null;
  if (error && reasonOf(error).reason === "FILE_SHARE_NOT_FOUND") return <Over reason="UNKNOWN" />;
  if (error) return <Alert severity="warning">{t("failed")}</Alert>;
  if (!shared) return <Skeleton variant="rounded" height={140} />;
  const over = ends.find(
    (end) => end === (refused?.reason === "FILE_SHARE_OVER" ? refused.state : shared.state),
  );
  if (over && !given) return <Over reason={over} />;

  const begin = (event: SubmitEvent) => {
    event.preventDefault();
    open({ variables: { input: { token, password: password || null } } }).then(
      ({ data: answer }) => answer && window.location.assign(answer.openFileShare.url),
      () => undefined, // shown from the mutation's own state
    );
  };
  const file = given?.openFileShare ?? shared;
  return (
    <Box component="form" onSubmit={begin} sx={{ display: "grid", gap: 2 }}>
      {file.name !== null && <FileFacts name={file.name} bytes={file.bytes} />}
      <Terms expiresAt={shared.expiresAt} left={given ? null : shared.downloadsLeft} />
      {shared.needsPassword && !given && (
        <TextField
          type="password"
          label={t("password")}
          helperText={t("protected")}
          value={password}
          autoFocus
          autoComplete="off"
          required
          onChange={({ target }) => setPassword(target.value)}
        />
      )}
      {refused && (
        <Alert severity="error">
          {refused.reason === "SHARE_PASSWORD_WRONG"
            ? t("wrong")
            : refused.reason === "SHARE_LOCKED"
              ? t("locked")
              : t("failed")}
        </Alert>
      )}
      {given ? (
        <Alert severity="success">{t("started")}</Alert>
      ) : (
        <Button
          type="submit"
          variant="contained"
          size="large"
          startIcon={<DownloadIcon />}
          disabled={loading}
        >
          {t("download")}
        </Button>
      )}
      {given && <Button href={given.openFileShare.url}>{t("again")}</Button>}
    </Box>
  );
}

function FileFacts({ name, bytes }: { name: string; bytes: number | null }) {
  const { i18n } = useTranslation("share");
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1.5 }}>
      <FileIcon sx={{ fontSize: 36, color: "text.secondary" }} aria-hidden />
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>{name}</Typography>
        {bytes !== null && (
          <Typography variant="body2" color="textSecondary">
            {formatBytes(bytes, i18n.language)}
          </Typography>
        )}
      </Box>
    </Box>
  );
}

function Terms({ expiresAt, left }: { expiresAt: string | null; left: number | null }) {
  const { t, i18n } = useTranslation("share");
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  const words = [
    ...(expiresAt ? [t("until", { at: formatsOf(i18n.language, zone).dateTime(expiresAt) })] : []),
    ...(left === null ? [] : [t("left", { count: left })]),
  ];
  if (words.length === 0) return null;
  return (
    <Typography variant="body2" color="textSecondary">
      {words.join(" ")}
    </Typography>
  );
}

function Over({ reason }: { reason: (typeof ends)[number] | "UNKNOWN" }) {
  const { t } = useTranslation("share");
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Typography>{t(`over.${reason}`)}</Typography>
      <Typography variant="body2" color="textSecondary">
        {t("ask")}
      </Typography>
    </Box>
  );
}
