import type { AccountStatus } from "../account/account.machine.ts";
import type { ClaimedRow } from "./claim.ts";
import { endSession, release } from "./ending.steps.ts";
import { beginLogin, followLogin } from "./login.steps.ts";
import { beat } from "./online.step.ts";
import { beginRecovery, recover } from "./recovery.steps.ts";
import type { StepOf } from "./step.ts";

/** What the driver does in each state, when the account is due. */
const stepByStatus: Readonly<Record<AccountStatus, StepOf>> = {
  CREATED: endSession,
  INITIALIZING: beginLogin,
  WAITING_QR: followLogin,
  WAITING_CONFIRM: followLogin,
  VERIFYING: followLogin,
  ONLINE: beat,
  OFFLINE: endSession,
  ERROR: beginRecovery,
  RECOVERING: recover,
};

export function stepFor({ status, deletedAt }: ClaimedRow): StepOf {
  return deletedAt === null ? stepByStatus[status] : release;
}
