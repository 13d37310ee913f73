import RecoveringIcon from "@mui/icons-material/AutorenewRounded";
import OnlineIcon from "@mui/icons-material/CheckCircleRounded";
import ErrorIcon from "@mui/icons-material/ErrorRounded";
import StartingIcon from "@mui/icons-material/HourglassTopRounded";
import VerifyIcon from "@mui/icons-material/PasswordRounded";
import ConfirmIcon from "@mui/icons-material/PhonelinkRingRounded";
import OfflineIcon from "@mui/icons-material/PowerSettingsNewRounded";
import QrIcon from "@mui/icons-material/QrCode2Rounded";
import NewIcon from "@mui/icons-material/RadioButtonUncheckedRounded";
import type { AccountStatus } from "../gql/graphql.ts";
import { solid } from "../theme/tones.ts";
import type { StatusLook } from "./StatusLabel.tsx";

/** The one table of how an account's state looks; a state that is missing here does not compile. */
export const accountStatusLook: Readonly<Record<AccountStatus, StatusLook>> = {
  CREATED: { tone: "neutral", icon: NewIcon },
  INITIALIZING: { tone: "progress", icon: StartingIcon },
  WAITING_QR: { tone: "attention", icon: QrIcon },
  WAITING_CONFIRM: { tone: "attention", icon: ConfirmIcon },
  VERIFYING: { tone: "attention", icon: VerifyIcon },
  ONLINE: { tone: "positive", icon: OnlineIcon },
  OFFLINE: { tone: "neutral", icon: OfflineIcon },
  ERROR: { tone: "negative", icon: ErrorIcon },
  RECOVERING: { tone: "mending", icon: RecoveringIcon },
};

/** In the order in which they are read: what works, what needs a person, what is broken, what rests. */
export const accountStatuses: readonly AccountStatus[] = [
  "ONLINE",
  "INITIALIZING",
  "WAITING_QR",
  "WAITING_CONFIRM",
  "VERIFYING",
  "RECOVERING",
  "ERROR",
  "OFFLINE",
  "CREATED",
];

/** How strongly a state's tone is drawn in a chart, so that neighbours of one tone stay apart. */
const strength: Readonly<Record<AccountStatus, number>> = {
  ONLINE: 100,
  INITIALIZING: 100,
  WAITING_QR: 100,
  WAITING_CONFIRM: 78,
  VERIFYING: 56,
  RECOVERING: 100,
  ERROR: 100,
  OFFLINE: 100,
  CREATED: 55,
};

export function accountStatusColour(status: AccountStatus): string {
  const colour = solid(accountStatusLook[status].tone);
  const share = strength[status];
  return share === 100
    ? colour
    : `color-mix(in oklab, ${colour} ${share}%, var(--wg-palette-background-paper))`;
}
