import type { AlertSeverity, SuppressionKind } from "../alert.codes.ts";
import { matchesAll } from "../silence/matcher.rules.ts";
import type { Labels, Matcher } from "../silence/matcher.rules.ts";

/** Why people are not told of an alert: stored beside it, so that it explains itself. */
export interface Suppression {
  kind: SuppressionKind;
  /** ISO 8601; null: until its cause is gone. */
  until: string | null;
  /** Of a silence: which, and what its author wrote. */
  silenceId?: string;
  comment?: string;
  /** Of an inhibition: the alert that is the cause, and its name. */
  byAlertId?: string;
  byName?: string;
}

export interface SilenceInForce {
  id: string;
  matchers: readonly Matcher[];
  endsAt: Date;
  comment: string;
}

/** While a source fires, targets with the same values of the `equal` labels are its consequences. */
export interface Inhibition {
  source: readonly Matcher[];
  target: readonly Matcher[];
  equal: readonly string[];
}

export interface OpenAlert {
  id: string;
  name: string;
  severity: AlertSeverity;
  labels: Labels;
}

/** What silences, inhibitions and groups see of an alert: its labels, and what every alert has. */
export function visibleLabels({
  name,
  severity,
  labels,
}: Pick<OpenAlert, "name" | "severity" | "labels">): Labels {
  return { ...labels, alert: name, severity };
}

/**
 * Makes the question for the alerts of a tenant. A silence goes before an inhibition, for somebody wanted it; of several
 * silences the one that lasts longest counts.
 */
export function suppressionOf(
  silences: readonly SilenceInForce[],
  inhibitions: readonly Inhibition[],
  open: readonly OpenAlert[],
): (alert: OpenAlert) => Suppression | null {
  const latestFirst = silences.toSorted((a, b) => b.endsAt.getTime() - a.endsAt.getTime());
  const causes = inhibitions.map((inhibition) => ({
    inhibition,
    sources: open
      .map((alert) => ({ alert, labels: visibleLabels(alert) }))
      .filter(({ labels }) => matchesAll(inhibition.source, labels)),
  }));
  return (alert) => {
    const labels = visibleLabels(alert);
    const silence = latestFirst.find(({ matchers }) => matchesAll(matchers, labels));
    if (silence) {
      const { id, endsAt, comment } = silence;
      return { kind: "SILENCED", until: endsAt.toISOString(), silenceId: id, comment };
    }
    for (const { inhibition, sources } of causes) {
      const { source, target, equal } = inhibition;
      // What is a source itself is no consequence: two causes must not keep each other quiet.
      if (!matchesAll(target, labels) || matchesAll(source, labels)) continue;
      const cause = sources.find(
        (each) =>
          each.alert.id !== alert.id &&
          equal.every((label) => (each.labels[label] ?? "") === (labels[label] ?? "")),
      );
      if (cause)
        return { kind: "INHIBITED", until: null, byAlertId: cause.alert.id, byName: cause.alert.name };
    }
    return null;
  };
}

/** Whether two say the same, so that nothing is to be written down anew. */
export function isSameSuppression(a: Suppression | null, b: Suppression | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.kind === b.kind && a.until === b.until && a.silenceId === b.silenceId && a.byAlertId === b.byAlertId
  );
}
