import CancelledIcon from "@mui/icons-material/BlockRounded";
import SucceededIcon from "@mui/icons-material/CheckCircleRounded";
import FailedIcon from "@mui/icons-material/ErrorRounded";
import RunningIcon from "@mui/icons-material/PlayCircleOutlineRounded";
import RetryingIcon from "@mui/icons-material/ReplayRounded";
import QueuedIcon from "@mui/icons-material/ScheduleRounded";
import type { Job_RunFragment } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export type RunStatus = Job_RunFragment["status"];

export const runLook: Readonly<Record<RunStatus, StatusLook>> = {
  QUEUED: { tone: "attention", icon: QueuedIcon },
  RUNNING: { tone: "progress", icon: RunningIcon },
  RETRYING: { tone: "mending", icon: RetryingIcon },
  SUCCEEDED: { tone: "positive", icon: SucceededIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};

/** It has not ended for good. */
export function isUnfinished(status: RunStatus): boolean {
  return status === "QUEUED" || status === "RUNNING" || status === "RETRYING";
}
