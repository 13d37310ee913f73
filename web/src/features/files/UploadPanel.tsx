import CancelIcon from "@mui/icons-material/CloseRounded";
import RetryIcon from "@mui/icons-material/ReplayRounded";
import { Box, Button, IconButton, LinearProgress, Paper, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { useDescribeRefusal } from "../../i18n/useRefusalText.ts";
import { formatBytes } from "../../ui/bytes.ts";
import { type UploadTask, type Uploads, isOver } from "./uploads.ts";

/** What is on its way in, each with how far it is. */
export function UploadPanel({ uploads, tasks }: { uploads: Uploads; tasks: readonly UploadTask[] }) {
  const { t } = useTranslation("files");
  if (tasks.length === 0) return null;
  const done = tasks.filter(({ status }) => status === "DONE").length;
  return (
    <Paper component="section" variant="outlined" aria-label={t("upload.list")} sx={{ mb: 1.5, p: 1.5 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 0.5 }}>
        <Typography variant="body2" role="status" sx={{ flex: 1 }}>
          {t("upload.progress", { done, total: tasks.length })}
        </Typography>
        {tasks.some(isOver) && (
          <Button size="small" color="inherit" onClick={() => uploads.clear()}>
            {t("upload.clear")}
          </Button>
        )}
      </Box>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, maxHeight: 180, overflow: "auto" }}>
        {tasks.map((task) => (
          <UploadRow key={task.key} task={task} uploads={uploads} />
        ))}
      </Box>
    </Paper>
  );
}

function UploadRow({ task, uploads }: { task: UploadTask; uploads: Uploads }) {
  const { t } = useTranslation("files");
  const { locale } = useFormats();
  const describe = useDescribeRefusal();
  const { key, file, status, sent, error } = task;
  const said = status === "FAILED" ? describe(error).title : t(`upload.status.${status}`);
  return (
    <Box component="li" sx={{ display: "flex", alignItems: "center", gap: 1.5, py: 0.5 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2" noWrap title={file.name}>
          {file.name}
        </Typography>
        {status === "SENDING" && (
          <LinearProgress
            variant="determinate"
            aria-label={file.name}
            value={file.size === 0 ? 0 : Math.min(100, (100 * sent) / file.size)}
          />
        )}
      </Box>
      <Typography variant="caption" color={status === "FAILED" ? "error" : "textSecondary"}>
        {status === "SENDING"
          ? `${formatBytes(Math.min(sent, file.size), locale)} / ${formatBytes(file.size, locale)}`
          : said}
      </Typography>
      {status === "FAILED" && (
        <IconButton
          size="small"
          aria-label={t("upload.retry", { name: file.name })}
          onClick={() => uploads.retry(key)}
        >
          <RetryIcon fontSize="inherit" />
        </IconButton>
      )}
      {!isOver(task) && (
        <IconButton
          size="small"
          aria-label={t("upload.cancel", { name: file.name })}
          onClick={() => uploads.cancel(key)}
        >
          <CancelIcon fontSize="inherit" />
        </IconButton>
      )}
    </Box>
  );
}
