import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { ConversationHead_ConversationFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink, tint, type Tone } from "../../theme/tones.ts";
import { useNow } from "../../ui/useNow.ts";

type Head = ConversationHead_ConversationFragment;

const soonMs = 2 * 3_600_000;

/** How long and how often one may still answer, counting down; and what else stands in the way of an answer. */
export function WindowNotice({ conversation }: { conversation: Head }) {
  const { t } = useTranslation("conversations");
  const formats = useFormats();
  const now = useNow("second");
  const { window, isHeard, account, kfState } = conversation;
  const notes: { tone: Tone; text: string }[] = [];
  if (window) {
    const leftMs = window.endsAt === null ? 0 : Date.parse(window.endsAt) - now;
    const isOver = leftMs <= 0 || window.messagesLeft === 0;
    if (kfState !== "ENDED")
      notes.push({
        tone: isOver ? "negative" : leftMs < soonMs || window.messagesLeft <= 1 ? "attention" : "neutral",
        text: isOver
          ? t(window.messagesLeft === 0 ? "window.usedUp" : "window.over")
          : t("window.open", {
              left: formats.duration(leftMs),
              count: window.messagesLeft,
              max: window.messagesMax,
            }),
      });
    if (kfState === "ENDED") notes.push({ tone: "negative", text: t("window.ended") });
    if (kfState === "SERVED") notes.push({ tone: "attention", text: t("window.served") });
  }
  if (!isHeard) notes.push({ tone: "neutral", text: t("notHeard") });
  if (account && account.status !== "ONLINE") notes.push({ tone: "attention", text: t("accountAway") });
  return notes.map(({ tone, text }) => (
    <Box
      key={text}
      role="note"
      sx={{ px: 2, py: 0.5, fontSize: "0.8125rem", bgcolor: tint(tone), color: ink(tone) }}
    >
      {text}
    </Box>
  ));
}
