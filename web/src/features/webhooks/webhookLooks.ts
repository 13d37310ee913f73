import CancelledIcon from "@mui/icons-material/BlockRounded";
import SucceededIcon from "@mui/icons-material/CheckCircleRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import DisabledIcon from "@mui/icons-material/PauseCircleRounded";
import PendingIcon from "@mui/icons-material/ScheduleRounded";
import SendingIcon from "@mui/icons-material/SendRounded";
import SkippedIcon from "@mui/icons-material/SkipNextRounded";
import FailingIcon from "@mui/icons-material/WarningRounded";
import type { Webhook_DeliveryFragment, Webhook_EndpointFragment } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export type DeliveryStatus = Webhook_DeliveryFragment["status"];

export const deliveryStatuses = [
  "PENDING",
  "SENDING",
  "SUCCEEDED",
  "FAILED",
  "SKIPPED",
  "CANCELLED",
] as const;

export const deliveryLook: Readonly<Record<DeliveryStatus, StatusLook>> = {
  PENDING: { tone: "attention", icon: PendingIcon },
  SENDING: { tone: "progress", icon: SendingIcon },
  SUCCEEDED: { tone: "positive", icon: SucceededIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  SKIPPED: { tone: "neutral", icon: SkippedIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};

export type EndpointStanding = "working" | "unused" | "failing" | "disabled";

export const endpointLook: Readonly<Record<EndpointStanding, StatusLook>> = {
  working: { tone: "positive", icon: SucceededIcon },
  unused: { tone: "neutral", icon: PendingIcon },
  failing: { tone: "negative", icon: FailingIcon },
  disabled: { tone: "neutral", icon: DisabledIcon },
};

export function standingOf({
  status,
  failingSince,
  lastSucceededAt,
}: Pick<Webhook_EndpointFragment, "status" | "failingSince" | "lastSucceededAt">): EndpointStanding {
  if (status === "DISABLED") return "disabled";
  if (failingSince !== null) return "failing";
  return lastSucceededAt === null ? "unused" : "working";
}
