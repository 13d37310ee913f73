import { isTransient } from "../../provider/provider.ts";
import type { Outcome } from "../../provider/provider.ts";
import { rest } from "../step.ts";
import { isRefused, tryAgain } from "./instance.step.ts";
import type { StepResult } from "../step.ts";
import type { InstanceContext, InstanceStep } from "./instance.step.ts";

const retryMaxMs = 60_000;
const endAttemptsMax = 12;
const releaseAttemptsMax = 40;

/** OFFLINE by our own decision: the provider ends the session or the log-in too, whichever there is. */
export const endSession: InstanceStep = async (context) => {
  const { row, claim, provider, access } = context;
  if (row.command !== "END_SESSION" || row.instanceId === null) return rest();
  await claim.hold();
  let ended: Outcome<unknown> = await provider.logOut(access.corp, row.instanceId);
  if (isRefused(ended, "WRONG_STATE")) {
    await claim.hold();
    ended = await provider.cancelLogin(access.corp, row.instanceId);
  }
  if (ended.kind === "done") return rest();
  if (isRefused(ended, "INSTANCE_NOT_FOUND")) return rest({ instanceId: null });
  const canSucceed = ended.kind === "unknown" || isTransient(ended);
  // A session that outlives our order is ended by the next log-in, or with the account.
  return canSucceed && row.stepAttempts < endAttemptsMax ? tryAgain(context, ended, retryMaxMs) : rest();
};

/** Deleted here: the provider removes the instance, then the row goes. */
export const release: InstanceStep = async (context) => {
  const { row, claim, provider, access } = context;
  const guid = row.instanceId ?? (await forgottenInstance(context));
  if (typeof guid === "object") return guid;
  if (guid === "") return { kind: "remove" };
  await claim.hold();
  const removed = await provider.remove(access.corp, guid);
  return removed.kind === "done" ? { kind: "remove" } : again(context, removed);
};

/**
 * An account that began a log-in may have an instance whose name was lost in a crash. Asking for it once more with
 * the same token names it; one that was never made is made, and removed.
 */
async function forgottenInstance(context: InstanceContext): Promise<string | StepResult> {
  const { row, claim, provider, access } = context;
  if (row.status === "CREATED") return "";
  await claim.hold();
  const made = await provider.createInstance(access.corp, {
    name: row.instanceName,
    clientToken: row.accountId,
  });
  return made.kind === "done" ? made.value.guid : again(context, made);
}

function again(context: InstanceContext, failed: Exclude<Outcome<unknown>, { kind: "done" }>): StepResult {
  const canSucceed = failed.kind === "unknown" || isTransient(failed);
  // An instance may stay behind at a provider that is gone for good; the account need not.
  return canSucceed && context.row.stepAttempts < releaseAttemptsMax
    ? tryAgain(context, failed, retryMaxMs)
    : { kind: "remove" };
}
