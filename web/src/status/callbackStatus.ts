import FailedIcon from "@mui/icons-material/ErrorRounded";
import ReceivedIcon from "@mui/icons-material/HourglassTopRounded";
import IgnoredIcon from "@mui/icons-material/RemoveCircleOutlineRounded";
import HandledIcon from "@mui/icons-material/TaskAltRounded";
import LateIcon from "@mui/icons-material/UpdateDisabledRounded";
import type { CallbackKind, CallbackStatus } from "../gql/graphql.ts";
import type { StatusLook } from "./StatusLabel.tsx";

/** The one table of how a callback's status looks; a status that is missing here does not compile. */
export const callbackStatusLook: Readonly<Record<CallbackStatus, StatusLook>> = {
  RECEIVED: { tone: "progress", icon: ReceivedIcon },
  HANDLED: { tone: "positive", icon: HandledIcon },
  IGNORED: { tone: "neutral", icon: IgnoredIcon },
  LATE: { tone: "neutral", icon: LateIcon },
  FAILED: { tone: "negative", icon: FailedIcon },
};

export const callbackStatuses: readonly CallbackStatus[] = [
  "RECEIVED",
  "HANDLED",
  "IGNORED",
  "LATE",
  "FAILED",
];

/** What is about customers first, as most of what WeCom tells is. */
export const callbackKinds: readonly CallbackKind[] = [
  "MESSAGE",
  "CUSTOMER",
  "CUSTOMER_GROUP",
  "CUSTOMER_TAG",
  "KF",
  "CARD",
  "APP",
  "MEMBER",
  "PARTY",
  "MEMBER_TAG",
  "BATCH_JOB",
  "ACQUISITION",
  "DORMANCY",
  "NOTICE",
  "UNKNOWN",
];
