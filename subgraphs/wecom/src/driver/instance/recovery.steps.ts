import { beforeAttempt } from "../recovery.turn.ts";
import { lookAgain, own } from "../step.ts";
import { isRefused, observed, reasonOf } from "./instance.step.ts";
import type { InstanceStep } from "./instance.step.ts";

/** RECOVERING: look first, because an attempt may have succeeded unseen; then try. */
export const recover: InstanceStep = async (context) => {
  const { row, access, provider, claim } = context;
  const first = beforeAttempt(row);
  if (first) return first;
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
