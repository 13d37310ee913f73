import RestartIcon from "@mui/icons-material/RestartAltRounded";
import CodeIcon from "@mui/icons-material/PasswordRounded";
import CancelIcon from "@mui/icons-material/CancelOutlined";
import DeleteIcon from "@mui/icons-material/DeleteOutlineRounded";
import RecoverIcon from "@mui/icons-material/HealingOutlined";
import LogInIcon from "@mui/icons-material/LoginRounded";
import LogOutIcon from "@mui/icons-material/LogoutRounded";
import QrIcon from "@mui/icons-material/QrCode2Rounded";
import EditIcon from "@mui/icons-material/TuneRounded";
import type { SvgIcon } from "@mui/material";
import type { AccountAction } from "../../gql/graphql.ts";

export const actionIcon: Readonly<Record<AccountAction, typeof SvgIcon>> = {
  LOG_IN: LogInIcon,
  REFRESH_QR: QrIcon,
  SUBMIT_CODE: CodeIcon,
  CANCEL_LOGIN: CancelIcon,
  LOG_OUT: LogOutIcon,
  RESTART: RestartIcon,
  RECOVER: RecoverIcon,
  UPDATE: EditIcon,
  DELETE: DeleteIcon,
};

/** What a person most likely wants to do next, best first. The rest is in the menu. */
const preferred: readonly AccountAction[] = ["SUBMIT_CODE", "REFRESH_QR", "RECOVER", "LOG_IN"];

export function primaryAction(allowed: readonly AccountAction[]): AccountAction | undefined {
  return preferred.find((action) => allowed.includes(action));
}

const menuOrder: readonly AccountAction[] = [
  "LOG_IN",
  "REFRESH_QR",
  "SUBMIT_CODE",
  "CANCEL_LOGIN",
  "RECOVER",
  "RESTART",
  "LOG_OUT",
  "UPDATE",
  "DELETE",
];

export function inMenuOrder(allowed: readonly AccountAction[]): readonly AccountAction[] {
  return menuOrder.filter((action) => allowed.includes(action));
}
