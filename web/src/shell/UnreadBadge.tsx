import { useQuery } from "@apollo/client/react";
import { Box } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { conversationSummaryQuery } from "../live/conversationQueries.ts";
import { useConversationChanges } from "../live/LiveContext.tsx";
import { ink, solid, tint } from "../theme/tones.ts";

/** However much comes in, the sum is asked for so often at most. */
const pauseMs = 1_000;

/** How many conversations wait, in the rail. */
export function UnreadBadge({ dot }: { dot: boolean }) {
  const { t } = useTranslation("shell");
  const { data, refetch } = useQuery(conversationSummaryQuery, { fetchPolicy: "cache-and-network" });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const ask = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refetch().catch(() => {}); // the number stays, and the next change asks again
    }, pauseMs);
  };
  useConversationChanges(ask, ask);
  useEffect(() => () => clearTimeout(timer.current), []);

  const summary = data?.conversationSummary;
  if (!summary || summary.unread === 0) return null;
  const { unread, countedUpTo } = summary;
  const text = unread >= countedUpTo ? `${countedUpTo - 1}+` : String(unread);
  return (
    <Box
      component="span"
      sx={{
        ml: "auto",
        flexShrink: 0,
        color: ink("negative"),
        borderRadius: 9,
        fontSize: "0.6875rem",
        fontWeight: 650,
        ...(dot
          ? { width: 8, height: 8, position: "absolute", top: 6, right: 8, bgcolor: solid("negative") }
          : {
              bgcolor: tint("negative"),
              minWidth: 18,
              height: 18,
              px: 0.5,
              display: "grid",
              placeItems: "center",
            }),
      }}
    >
      {!dot && <span aria-hidden="true">{text}</span>}
      <span className="visually-hidden">{t("unreadConversations", { count: text })}</span>
    </Box>
  );
}
