import type { AccountStatus } from "../../account/account.machine.ts";
import type { ClaimedRow } from "../claim.ts";
import { beginRecovery } from "../recovery.turn.ts";
import { endSession, release } from "./ending.steps.ts";
import { beginLogin, followLogin } from "./login.steps.ts";
import { beat } from "./online.step.ts";
import { recover } from "./recovery.steps.ts";
import type { InstanceStep } from "./instance.step.ts";

/** What is asked of the provider in each state, when the account is due. */
const stepByStatus: Readonly<Record<AccountStatus, InstanceStep>> = {
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

export function stepFor({ status, deletedAt }: ClaimedRow): InstanceStep {
  return deletedAt === null ? stepByStatus[status] : release;
}
