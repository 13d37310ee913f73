import ActiveIcon from "@mui/icons-material/CheckCircleOutlineRounded";
import CancelledIcon from "@mui/icons-material/BlockRounded";
import FailedIcon from "@mui/icons-material/ErrorOutlineRounded";
import LostIcon from "@mui/icons-material/PersonOffOutlined";
import RemovedIcon from "@mui/icons-material/RemoveCircleOutlineRounded";
import RunningIcon from "@mui/icons-material/SyncRounded";
import type { ContactSyncStatus, WecomContactStatus } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export const contactLook: Readonly<Record<WecomContactStatus, StatusLook>> = {
  ACTIVE: { tone: "positive", icon: ActiveIcon },
  LOST: { tone: "attention", icon: LostIcon },
  REMOVED: { tone: "neutral", icon: RemovedIcon },
};

export const syncLook: Readonly<Record<ContactSyncStatus, StatusLook>> = {
  RUNNING: { tone: "progress", icon: RunningIcon },
  DONE: { tone: "positive", icon: ActiveIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
  CANCELLED: { tone: "neutral", icon: CancelledIcon },
};
