import DownIcon from "@mui/icons-material/CancelRounded";
import UpIcon from "@mui/icons-material/CheckCircleRounded";
import DegradedIcon from "@mui/icons-material/ErrorRounded";
import type { ComponentStatus } from "../../gql/graphql.ts";
import type { StatusLook } from "../../status/StatusLabel.tsx";

export const componentLook: Readonly<Record<ComponentStatus, StatusLook>> = {
  UP: { tone: "positive", icon: UpIcon },
  DEGRADED: { tone: "attention", icon: DegradedIcon },
  DOWN: { tone: "negative", icon: DownIcon },
};
