import { unremarkable } from "../beat.ts";
import { own } from "../step.ts";
import { isRefused, observed } from "./instance.step.ts";
import type { InstanceContext, InstanceStep } from "./instance.step.ts";

/** ONLINE: one heartbeat. Most change nothing and are written many at a time. */
export const beat: InstanceStep = async (context) => {
  const { row, access, provider, claim, timings } = context;
  if (row.instanceId === null) return own("SESSION_ENDED", "instance_gone");
  const callbackUrl = await tellAddress(context, row.instanceId);
  await claim.hold();
  const outcome = await provider.heartbeat(access.corp, row.instanceId);

  if (isRefused(outcome, "INSTANCE_NOT_FOUND"))
    return own("SESSION_ENDED", "instance_gone", {}, { instanceId: null });
  if (outcome.kind === "done") {
    const changed = observed(context, outcome.value, null);
    return changed ?? unremarkable(context, { latencyMs: outcome.value.latencyMs, missed: 0, callbackUrl });
  }
  const missed = row.heartbeatsMissed + 1;
  if (missed >= timings.heartbeatsMissedMax) return own("HEARTBEAT_MISSED", "heartbeat_missed");
  return unremarkable(context, { latencyMs: null, missed, callbackUrl });
};

/** Our address has changed since the provider was told (another port, another name): tells it, as long as it takes. */
async function tellAddress(
  { row, access, provider, claim }: InstanceContext,
  guid: string,
): Promise<string | null> {
  if (row.callbackUrl === access.callback.url) return null;
  await claim.hold();
  const told = await provider.setCallback(access.corp, guid, access.callback);
  return told.kind === "done" ? access.callback.url : null;
}
