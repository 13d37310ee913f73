import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { alertEntryTypes, alertSeverities, alertStates } from "./alert.codes.ts";
import type {
  MonitoringLabel,
  SystemAlert,
  SystemAlertCount,
  SystemAlertEntry,
  SystemAlertSuppression,
} from "./alert.model.ts";
import type { EntryRow, StateCount } from "./alert.reader.ts";
import type { AlertRow } from "./alert.row.ts";

export function asAlert(alert: AlertRow): SystemAlert {
  const { titleZh, titleEn, summaryZh, summaryEn, ...row } = alert;
  return {
    ...row,
    title: { zh: titleZh, en: titleEn },
    summary: { zh: summaryZh, en: summaryEn },
    labels: asLabelList(row.labels),
    suppression: asSuppression(alert),
  };
}

export function asLabelList(labels: Readonly<Record<string, string>>): MonitoringLabel[] {
  return Object.entries(labels)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function asSuppression({ suppression, suppressedAt }: AlertRow): SystemAlertSuppression | null {
  if (!suppression) return null;
  const { kind, until, silenceId, comment, byAlertId, byName } = suppression;
  return {
    kind,
    until: until === null ? null : new Date(until),
    at: suppressedAt,
    silenceId: silenceId ?? null,
    comment: comment ?? null,
    byAlertId: byAlertId ?? null,
    byName: byName ?? null,
  };
}

export function asEntry(row: EntryRow): SystemAlertEntry {
  return {
    ...row,
    type: oneOf(alertEntryTypes, row.type),
    severity: oneOfOrNone(alertSeverities, row.severity),
  };
}

/** Every state and severity, also those with none. */
export function asCounts(counts: readonly StateCount[]): SystemAlertCount[] {
  return alertStates.flatMap((state) =>
    alertSeverities.map((severity) => ({
      state,
      severity,
      count: counts.find((each) => each.state === state && each.severity === severity)?.count ?? 0,
    })),
  );
}
