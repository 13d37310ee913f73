import { recoveryFailed } from "../account/account.effects.ts";
import { isRefused, lookAgain, observed, own, reasonOf } from "./step.ts";
import type { StepOf } from "./step.ts";

/** ERROR, with an attempt due: the attempt is counted before it is made, so that a crash cannot make them endless. */
export const beginRecovery: StepOf = async () => own("RECOVER", "automatic");

/** RECOVERING: look first, because an attempt may have succeeded unseen; then try. */
export const recover: StepOf = async (context) => {
  const { row, access, provider, claim } = context;
  if (row.statusReason === recoveryFailed) return own("RECOVERY_FAILED", recoveryFailed);
  if (row.nextRecoveryAt !== null)
    // Recovery may have been switched off while the next attempt was waited for.
    return row.autoRecover ? own("RECOVER", "automatic") : own("RECOVERY_FAILED", recoveryFailed);
  if (row.instanceId === null) return own("LOGIN_NEEDED", "instance_gone");
  await claim.hold();
  const seen = await provider.inspect(access.corp, row.instanceId);
  if (seen.kind === "done") {
    const changed = observed(context, seen.value, null);
    if (changed) return changed;
  }
  if (isRefused(seen, "INSTANCE_NOT_FOUND"))
    return own("LOGIN_NEEDED", "instance_gone", {}, { instanceId: null });
  if (seen.kind !== "done") return own("ATTEMPT_FAILED", reasonOf(seen));

  await claim.hold();
  const recovered = await provider.recover(access.corp, row.instanceId);
  if (recovered.kind === "done") return observed(context, recovered.value, null) ?? lookAgain(0);
  if (isRefused(recovered, "LOGIN_REQUIRED", "WRONG_STATE")) return own("LOGIN_NEEDED", "login_required");
  if (isRefused(recovered, "INSTANCE_NOT_FOUND"))
    return own("LOGIN_NEEDED", "instance_gone", {}, { instanceId: null });
  return own("ATTEMPT_FAILED", reasonOf(recovered));
};
