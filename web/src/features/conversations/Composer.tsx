import SendIcon from "@mui/icons-material/SendRounded";
import { Box, Button, TextField, Typography } from "@mui/material";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ink } from "../../theme/tones.ts";
import { drafts } from "./drafts.ts";

interface ComposerProps {
  conversationId: string;
  /** Why nothing can be sent now; undefined if it can. */
  obstacle: string | undefined;
  onSend: (text: string) => void;
}

/** WeCom's limit for a text, in bytes of UTF-8 (path/90236, 94677). */
const bytesMax = 2_048;
const encoder = new TextEncoder();

/** Where an answer is written: Enter sends, Shift+Enter makes a line; a composition of syllables sends nothing. */
export function Composer({ conversationId, obstacle, onSend }: ComposerProps) {
  const { t } = useTranslation("conversations");
  const [text, setText] = useState(() => drafts.get(conversationId));
  const bytes = encoder.encode(text).length;
  const isTooLong = bytes > bytesMax;
  const maySend = obstacle === undefined && text.trim() !== "" && !isTooLong;

  const write = (next: string) => {
    setText(next);
    drafts.set(conversationId, next);
  };
  const send = () => {
    if (!maySend) return;
    onSend(text.trim());
    write("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      sx={{ display: "flex", gap: 1, p: 1.25, borderTop: 1, borderColor: "divider", alignItems: "flex-end" }}
    >
      <TextField
        fullWidth
        multiline
        maxRows={8}
        size="small"
        value={text}
        disabled={obstacle !== undefined}
        placeholder={obstacle ?? t("write")}
        onChange={({ target }) => write(target.value)}
        onKeyDown={onKeyDown}
        error={isTooLong}
        helperText={isTooLong ? t("tooLong", { bytes, max: bytesMax }) : undefined}
        slotProps={{ htmlInput: { "aria-label": t("write") } }}
      />
      <Box sx={{ textAlign: "right" }}>
        {bytes > bytesMax * 0.8 && (
          <Typography
            variant="caption"
            component="div"
            sx={{ color: isTooLong ? ink("negative") : "text.secondary" }}
          >
            {bytes} / {bytesMax}
          </Typography>
        )}
        <Button type="submit" variant="contained" endIcon={<SendIcon />} disabled={!maySend}>
          {t("send")}
        </Button>
      </Box>
    </Box>
  );
}
