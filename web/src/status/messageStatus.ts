import CancelledIcon from "@mui/icons-material/BlockRounded";
import SentIcon from "@mui/icons-material/CheckRounded";
import DeliveredIcon from "@mui/icons-material/DoneAllRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import QueuedIcon from "@mui/icons-material/HourglassTopRounded";
import RunningIcon from "@mui/icons-material/PlayCircleRounded";
import PendingIcon from "@mui/icons-material/ScheduleRounded";
import SendingIcon from "@mui/icons-material/SendRounded";
import DoneIcon from "@mui/icons-material/TaskAltRounded";
import ReadIcon from "@mui/icons-material/VisibilityRounded";
import DraftIcon from "@mui/icons-material/EditNoteRounded";
import type { MessageBatchStatus, MessageStatus, MessageTemplateState } from "../gql/graphql.ts";
import type { StatusLook } from "./StatusLabel.tsx";

/** The one table of how a message's status looks; a status that is missing here does not compile. */
export const messageStatusLook: Readonly<Record<MessageStatus, StatusLook>> = {
  PENDING: { tone: "attention", icon: PendingIcon },
  QUEUED: { tone: "progress", icon: QueuedIcon },
  SENDING: { tone: "progress", icon: SendingIcon },
  SENT: { tone: "positive", icon: SentIcon },
  DELIVERED: { tone: "positive", icon: DeliveredIcon },
  READ: { tone: "positive", icon: ReadIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};

/** In the order of a message's life. */
export const messageStatuses: readonly MessageStatus[] = [
  "PENDING",
  "QUEUED",
  "SENDING",
  "SENT",
  "DELIVERED",
  "READ",
  "FAILED",
  "CANCELLED",
];

/** A status never goes back: of two that are told, the one with the higher rank is the newer. */
export const messageRank: Readonly<Record<MessageStatus, number>> = {
  PENDING: 0,
  QUEUED: 1,
  SENDING: 2,
  SENT: 3,
  DELIVERED: 4,
  READ: 5,
  FAILED: 6,
  CANCELLED: 6,
};

export const batchStatusLook: Readonly<Record<MessageBatchStatus, StatusLook>> = {
  RUNNING: { tone: "progress", icon: RunningIcon },
  DONE: { tone: "positive", icon: DoneIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};

export const templateStateLook: Readonly<Record<MessageTemplateState, StatusLook>> = {
  DRAFT: { tone: "attention", icon: DraftIcon },
  APPROVED: { tone: "positive", icon: DoneIcon },
  REJECTED: { tone: "negative", icon: FailedIcon },
};
