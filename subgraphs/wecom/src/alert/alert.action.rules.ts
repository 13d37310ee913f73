import type { AccountStatus } from "../account/account.machine.ts";
import type { AccountAction } from "../account/account.rules.ts";

/** What recovering an account means where it stands; null when nothing but a person with a phone can. */
export function recoveryActOf(
  status: AccountStatus,
  connector: string,
): Extract<AccountAction, "RECOVER" | "LOG_IN"> | null {
  if (status === "ERROR" || status === "RECOVERING") return "RECOVER";
  // An application needs no QR code: its log-in is a question of its credentials alone.
  return status === "OFFLINE" && connector === "CORP_APP" ? "LOG_IN" : null;
}
