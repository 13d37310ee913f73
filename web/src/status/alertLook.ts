import CriticalIcon from "@mui/icons-material/ErrorRounded";
import AcknowledgedIcon from "@mui/icons-material/HowToRegRounded";
import InfoIcon from "@mui/icons-material/InfoRounded";
import OpenIcon from "@mui/icons-material/NotificationsActiveRounded";
import ResolvedIcon from "@mui/icons-material/TaskAltRounded";
import WarningIcon from "@mui/icons-material/WarningRounded";
import type { AccountAlertKind, AccountAlertSeverity, AccountAlertState } from "../gql/graphql.ts";
import type { StatusLook } from "./StatusLabel.tsx";

/** The one table of how bad an alert looks; a severity that is missing here does not compile. */
export const alertSeverityLook: Readonly<Record<AccountAlertSeverity, StatusLook>> = {
  CRITICAL: { tone: "negative", icon: CriticalIcon },
  WARNING: { tone: "attention", icon: WarningIcon },
  INFO: { tone: "progress", icon: InfoIcon },
};

/** The worst first. */
export const alertSeverities: readonly AccountAlertSeverity[] = ["CRITICAL", "WARNING", "INFO"];

export const alertStateLook: Readonly<Record<AccountAlertState, StatusLook>> = {
  OPEN: { tone: "negative", icon: OpenIcon },
  ACKNOWLEDGED: { tone: "mending", icon: AcknowledgedIcon },
  RESOLVED: { tone: "positive", icon: ResolvedIcon },
};

/** In the order people read them in: an account's state, its sending, its callbacks, the rest. */
export const alertKinds: readonly AccountAlertKind[] = [
  "OFFLINE_TOO_LONG",
  "LOGIN_FAILED",
  "QR_EXPIRED",
  "RECOVERY_FAILED",
  "HEARTBEAT_LATE",
  "SEND_FAILURE_RATE_HIGH",
  "SEND_LATENCY_HIGH",
  "FREQUENCY_LIMITED",
  "QUEUE_BACKLOG",
  "DAILY_QUOTA_NEAR",
  "CALLBACK_LATE",
  "CALLBACK_SIGNATURE_FAILURES",
  "CONTACT_SYNC_FAILED",
  "HEALTH_SCORE_LOW",
  "CREDENTIAL_EXPIRING",
];
