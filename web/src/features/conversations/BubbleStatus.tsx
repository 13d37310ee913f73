import WaitingIcon from "@mui/icons-material/AccessTimeRounded";
import CancelledIcon from "@mui/icons-material/BlockRounded";
import SentIcon from "@mui/icons-material/DoneRounded";
import ArrivedIcon from "@mui/icons-material/DoneAllRounded";
import FailedIcon from "@mui/icons-material/ErrorOutlineRounded";
import { Box, type SvgIcon } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { MessageStatus } from "../../gql/graphql.ts";
import { ink, type Tone } from "../../theme/tones.ts";

const looks: Readonly<Record<MessageStatus, { icon: typeof SvgIcon; tone: Tone }>> = {
  PENDING: { icon: WaitingIcon, tone: "neutral" },
  QUEUED: { icon: WaitingIcon, tone: "neutral" },
  SENDING: { icon: WaitingIcon, tone: "neutral" },
  SENT: { icon: SentIcon, tone: "neutral" },
  DELIVERED: { icon: ArrivedIcon, tone: "neutral" },
  READ: { icon: ArrivedIcon, tone: "positive" },
  FAILED: { icon: FailedIcon, tone: "negative" },
  CANCELLED: { icon: CancelledIcon, tone: "neutral" },
};

/** How far a message of ours is: icon and word, small enough to stand under each. */
export function BubbleStatus({ status }: { status: MessageStatus }) {
  const { t } = useTranslation("conversations");
  const { icon: Icon, tone } = looks[status];
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", alignItems: "center", gap: 0.25, fontSize: "0.75rem", color: ink(tone) }}
    >
      <Icon sx={{ fontSize: 14 }} aria-hidden="true" />
      {t(`messageStatus.${status}`)}
    </Box>
  );
}
