import { recoveryFailed } from "../account/account.effects.ts";
import type { ClaimedRow } from "./claim.ts";
import { own } from "./step.ts";
import type { StepResult } from "./step.ts";

/** ERROR, with an attempt due: the attempt is counted before it is made, so that a crash cannot make them endless. */
export async function beginRecovery(): Promise<StepResult> {
  return own("RECOVER", "automatic");
}

/** RECOVERING: what is to be done before an attempt is made; null when it is its turn. */
export function beforeAttempt({ statusReason, nextRecoveryAt, autoRecover }: ClaimedRow): StepResult | null {
  if (statusReason === recoveryFailed) return own("RECOVERY_FAILED", recoveryFailed);
  if (nextRecoveryAt === null) return null;
  // Recovery may have been switched off while the next attempt was waited for.
  return autoRecover ? own("RECOVER", "automatic") : own("RECOVERY_FAILED", recoveryFailed);
}
