import { Box, Button, CircularProgress, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useRefusalText } from "../../i18n/useRefusalText.ts";
import { ink } from "../../theme/tones.ts";
import type { PendingReply, Replies } from "./useReplies.ts";

/** An answer on its way to the server, or one that did not get there. */
export function PendingBubble({ reply, replies }: { reply: PendingReply; replies: Replies }) {
  const { t } = useTranslation("conversations");
  const failed = reply.error !== undefined;
  return (
    <Box
      component="li"
      sx={{ display: "flex", flexDirection: "column", alignItems: "flex-end", mt: 1, listStyle: "none" }}
    >
      <Box
        sx={{
          maxWidth: { xs: "88%", sm: "72%" },
          px: 1.5,
          py: 0.875,
          borderRadius: 2,
          fontSize: "0.875rem",
          border: 1,
          borderColor: failed ? ink("negative") : "divider",
          bgcolor: "action.selected",
          whiteSpace: "pre-wrap",
          overflowWrap: "anywhere",
        }}
      >
        {reply.text}
      </Box>
      {failed ? (
        <Failure error={reply.error}>
          <Button size="small" onClick={() => replies.retry(reply.key)}>
            {t("sendAgain")}
          </Button>
          <Button size="small" color="inherit" onClick={() => replies.discard(reply.key)}>
            {t("discard")}
          </Button>
        </Failure>
      ) : (
        <Box sx={{ display: "flex", gap: 0.5, alignItems: "center", minHeight: 20, px: 0.5 }}>
          <CircularProgress size={10} color="inherit" aria-hidden="true" />
          <Typography variant="caption" color="textSecondary">
            {t("messageStatus.SENDING")}
          </Typography>
        </Box>
      )}
    </Box>
  );
}

function Failure({ error, children }: { error: unknown; children: React.ReactNode }) {
  const { title, advice } = useRefusalText(error);
  return (
    <Box role="alert" sx={{ maxWidth: "72%", textAlign: "right", color: ink("negative") }}>
      <Typography variant="caption" component="div">
        {[title, advice].filter(Boolean).join(" ")}
      </Typography>
      {children}
    </Box>
  );
}
