import type { Notice } from "../../notification/notice.ts";
import type { AlertPolicy } from "../policy/policy.rules.ts";
import type { AlertGroupRow } from "./group.store.ts";

/** Who is told: whoever may see alerts; of an escalation, whom its step names, or else whoever may take it on. */
export function audienceOf(
  { labels }: Pick<AlertGroupRow, "labels">,
  { escalation }: AlertPolicy,
): Notice["audience"] {
  const step = labels["escalation"];
  if (step === undefined) return { permission: "system-alert:read" };
  const userIds = escalation[Number(step) - 1]?.userIds ?? [];
  return userIds.length > 0 ? { userIds } : { permission: "system-alert:acknowledge" };
}
