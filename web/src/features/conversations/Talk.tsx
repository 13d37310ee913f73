import DownIcon from "@mui/icons-material/KeyboardArrowDownRounded";
import { Box, Button, Divider, Skeleton, Typography } from "@mui/material";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Bubble } from "./Bubble.tsx";
import { PendingBubble } from "./PendingBubble.tsx";
import { byDay, goesOn } from "./thread.ts";
import type { Replies } from "./useReplies.ts";
import { useMarkRead } from "./useMarkRead.ts";
import { useStayPut } from "./useStayPut.ts";
import type { LiveThread } from "./useThread.ts";

interface TalkProps {
  live: LiveThread;
  replies: Replies;
  name: string;
  mayReply: boolean;
  /** Marks what is on the screen as read; undefined where the viewer's reading does not count. */
  onRead: ((messageId: string) => void) | undefined;
}

/** What was said, oldest above, with a line between days. */
export function Talk({ live, replies, name, mayReply, onRead }: TalkProps) {
  const { t } = useTranslation("conversations");
  const formats = useFormats();
  const { thread, error, isLoadingOlder, loadOlder } = live;
  const messages = thread?.messages ?? [];
  const lastId = messages.at(-1)?.id ?? "";
  const box = useRef<HTMLDivElement>(null);
  const stay = useStayPut(box, {
    first: messages[0]?.id ?? "",
    last: replies.pending.at(-1)?.key ?? lastId,
    onNearStart: loadOlder,
  });
  useMarkRead(stay.isAtEnd ? lastId : "", onRead);
  const dayOf = useCallback((at: string) => formats.date(at), [formats]);
  const days = useMemo(() => byDay(thread?.messages ?? [], dayOf), [thread, dayOf]);
  const { send } = replies;
  const again = useMemo(() => (mayReply ? send : undefined), [mayReply, send]);

  return (
    <Box sx={{ position: "relative", flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }}>
      <Box
        ref={box}
        onScroll={stay.onScroll}
        role="log"
        aria-label={t("talkWith", { name })}
        aria-busy={thread === undefined}
        tabIndex={0}
        sx={{
          flex: 1,
          minHeight: 0,
          overflowY: "auto",
          overflowAnchor: "none",
          px: { xs: 1.5, sm: 2.5 },
          py: 1.5,
          bgcolor: "background.default",
          "&:focus-visible": { outline: 2, outlineColor: "primary.main", outlineOffset: -2 },
        }}
      >
        {error !== undefined && <ErrorNotice error={error} onRetry={live.refresh} />}
        {thread === undefined && error === undefined && <Waiting />}
        {thread && thread.olderCursor !== null && (
          <Box sx={{ textAlign: "center" }}>
            <Button size="small" loading={isLoadingOlder} onClick={loadOlder}>
              {t("older")}
            </Button>
          </Box>
        )}
        {thread && messages.length === 0 && replies.pending.length === 0 && (
          <Typography color="textSecondary" sx={{ textAlign: "center", py: 6 }}>
            {t("nothingYet")}
          </Typography>
        )}
        {days.map(({ day, items }) => (
          <Box key={day}>
            <Divider sx={{ my: 1.5, fontSize: "0.75rem", color: "text.secondary" }}>{day}</Divider>
            <Box component="ul" sx={{ m: 0, p: 0 }}>
              {items.map((message, index) => (
                <Bubble
                  key={message.id}
                  message={message}
                  name={name}
                  isNamed={!goesOn(message, items[index - 1])}
                  onAgain={again}
                />
              ))}
            </Box>
          </Box>
        ))}
        {replies.pending.length > 0 && (
          <Box component="ul" sx={{ m: 0, p: 0 }}>
            {replies.pending.map((reply) => (
              <PendingBubble key={reply.key} reply={reply} replies={replies} />
            ))}
          </Box>
        )}
      </Box>
      {stay.hasNew && (
        <Button
          variant="contained"
          size="small"
          startIcon={<DownIcon />}
          onClick={stay.toEnd}
          sx={{ position: "absolute", bottom: 12, left: "50%", transform: "translateX(-50%)" }}
        >
          {t("newBelow")}
        </Button>
      )}
    </Box>
  );
}

function Waiting() {
  return Array.from({ length: 5 }, (_, i) => (
    <Box
      key={i}
      aria-hidden="true"
      sx={{ display: "flex", justifyContent: i % 2 ? "flex-end" : "flex-start", my: 1.5 }}
    >
      <Skeleton variant="rounded" width={`${30 + ((i * 17) % 35)}%`} height={40} />
    </Box>
  ));
}
