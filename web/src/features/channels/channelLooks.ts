import SentIcon from "@mui/icons-material/CheckCircleRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import UnknownIcon from "@mui/icons-material/HelpRounded";
import DisabledIcon from "@mui/icons-material/PauseCircleRounded";
import PendingIcon from "@mui/icons-material/ScheduleRounded";
import SendingIcon from "@mui/icons-material/SendRounded";
import SkippedIcon from "@mui/icons-material/SkipNextRounded";
import FailingIcon from "@mui/icons-material/WarningRounded";
import type { Channel_DeliveryFragment, Channel_ItemFragment } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export type DeliveryStatus = Channel_DeliveryFragment["status"];

export const deliveryStatuses = ["PENDING", "SENDING", "SENT", "FAILED", "UNKNOWN", "SKIPPED"] as const;

export const deliveryLook: Readonly<Record<DeliveryStatus, StatusLook>> = {
  PENDING: { tone: "attention", icon: PendingIcon },
  SENDING: { tone: "progress", icon: SendingIcon },
  SENT: { tone: "positive", icon: SentIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  UNKNOWN: { tone: "mending", icon: UnknownIcon },
  SKIPPED: { tone: "neutral", icon: SkippedIcon },
};

export type Standing = Channel_ItemFragment["health"] | "DISABLED";

export const standingLook: Readonly<Record<Standing, StatusLook>> = {
  UNTRIED: { tone: "neutral", icon: PendingIcon },
  HEALTHY: { tone: "positive", icon: SentIcon },
  FAILING: { tone: "attention", icon: FailingIcon },
  SICK: { tone: "negative", icon: FailedIcon },
  DISABLED: { tone: "neutral", icon: DisabledIcon },
};

export function standingOf({ status, health }: Pick<Channel_ItemFragment, "status" | "health">): Standing {
  return status === "DISABLED" ? "DISABLED" : health;
}
