import { isWorse } from "../alert.codes.ts";
import type { AlertSeverity } from "../alert.codes.ts";
import type { EscalationStep } from "../policy/policy.rules.ts";

export interface Escalatable {
  severity: AlertSeverity;
  /** Steps it has had. */
  escalations: number;
  /** When people were first told. */
  notifiedAt: Date;
}

/** What comes next for an alert that nobody acknowledges; null: nothing yet. What only informs is not pressed upon anybody. */
export function nextEscalation(
  steps: readonly EscalationStep[],
  { severity, escalations, notifiedAt }: Escalatable,
  now: Date,
): { step: number; severity: AlertSeverity } | null {
  if (severity === "INFO") return null;
  const step = steps[escalations];
  if (!step || now.getTime() - notifiedAt.getTime() < step.afterMinutes * 60_000) return null;
  const raised = step.raiseTo !== null && isWorse(step.raiseTo, severity) ? step.raiseTo : severity;
  return { step: escalations + 1, severity: raised };
}
