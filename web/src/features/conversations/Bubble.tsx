import { Box, Button, Tooltip, Typography } from "@mui/material";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink } from "../../theme/tones.ts";
import { BubbleBody } from "./BubbleBody.tsx";
import { BubbleStatus } from "./BubbleStatus.tsx";
import type { Said } from "./thread.ts";

interface BubbleProps {
  message: Said;
  /** Who the other side is. */
  name: string;
  /** Whether its author is named, and not only the one before it. */
  isNamed: boolean;
  /** Sends the same words once more; undefined where the viewer may not, or it has none. */
  onAgain: ((text: string) => void) | undefined;
}

/** One message: theirs on the left, ours on the right. */
export const Bubble = memo(function Bubble({ message, name, isNamed, onAgain }: BubbleProps) {
  const { t, i18n } = useTranslation("conversations");
  const formats = useFormats();
  const { direction, at, recalledAt, error, text, status } = message;
  const isTheirs = direction === "IN";
  const author = isTheirs ? name : (message.createdBy?.displayName ?? message.servicerId ?? t("program"));
  const failed = status === "FAILED";
  const chinese = i18n.language.startsWith("zh");
  const meaning = chinese ? error?.meaningZh : error?.meaning;
  const action = chinese ? error?.actionZh : error?.action;
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        flexDirection: "column",
        alignItems: isTheirs ? "flex-start" : "flex-end",
        mt: isNamed ? 1 : 0.25,
        listStyle: "none",
      }}
    >
      <Typography
        variant="caption"
        color="textSecondary"
        component="div"
        sx={{ px: 0.5 }}
        className={isNamed ? "" : "visually-hidden"}
      >
        {author}
        {direction === "SERVICER" && ` · ${t("inWecom")}`}
      </Typography>
      <Box
        sx={{
          maxWidth: { xs: "88%", sm: "72%" },
          px: 1.5,
          py: 0.875,
          borderRadius: 2,
          fontSize: "0.875rem",
          border: 1,
          borderColor: failed ? ink("negative") : "divider",
          bgcolor: isTheirs ? "background.paper" : "action.selected",
          opacity: recalledAt ? 0.6 : 1,
        }}
      >
        <BubbleBody message={message} />
      </Box>
      <Box sx={{ display: "flex", gap: 0.75, alignItems: "center", px: 0.5, minHeight: 20 }}>
        <Tooltip title={formats.exact(at)}>
          <Typography variant="caption" color="textSecondary" component="time" dateTime={at}>
            {formats.tick(Date.parse(at), 0)}
          </Typography>
        </Tooltip>
        {recalledAt && (
          <Typography variant="caption" color="textSecondary">
            {t("recalled")}
          </Typography>
        )}
        {status && <BubbleStatus status={status} />}
      </Box>
      {failed && (
        <Box role="note" sx={{ maxWidth: "72%", px: 0.5, textAlign: "right", color: ink("negative") }}>
          <Typography variant="caption" component="div">
            {[meaning ?? error?.code, action].filter(Boolean).join(" ")}
          </Typography>
          {onAgain && text !== null && (
            <Button size="small" onClick={() => onAgain(text)}>
              {t("sendAgain")}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
});
