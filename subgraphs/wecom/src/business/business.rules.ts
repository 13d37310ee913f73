import { seriesKey } from "@wegraph/kit/samples";
import type { Sample } from "@wegraph/kit/samples";
import { quantile } from "../message/stats/latency.rules.ts";

/** How a tenant's accounts are, and what became of log-ins and recoveries that ended lately. */
export interface AccountFigures {
  tenantId: string;
  total: number;
  online: number;
  /** Have been online, and nobody has logged them out since. */
  expected: number;
  /** How long the one that left first has been away without anybody wanting it; 0: none is. */
  offlineSeconds: number;
  loginsSucceeded: number;
  loginsFailed: number;
  recoverySeconds: number | null;
}

/** Counted since some moment, by hour: differences of them are what happened in between. */
export interface Counted {
  tenantId: string;
  /** Milliseconds of Unix time. */
  hour: number;
  sent: number;
  failed: number;
  delivered: number;
  callbacks: number;
  /** See latency.rules.ts. */
  latency: readonly number[];
}

export interface Counting {
  at: number;
  counted: readonly Counted[];
}

interface Flow {
  sent: number;
  failed: number;
  delivered: number;
  callbacks: number;
  latency: number[];
}

export function accountSamples(figures: readonly AccountFigures[]): Sample[] {
  return figures.flatMap((one) => {
    const { tenantId, total, online, expected, loginsSucceeded, loginsFailed, recoverySeconds } = one;
    const ended = loginsSucceeded + loginsFailed;
    return [
      ...sample(tenantId, "accounts_total", total),
      ...sample(tenantId, "accounts_online", online),
      // Of nothing there is no share.
      ...sample(tenantId, "account_online_ratio", expected > 0 ? online / expected : null),
      ...sample(tenantId, "account_offline_seconds", one.offlineSeconds),
      ...sample(tenantId, "login_success_ratio", ended > 0 ? loginsSucceeded / ended : null),
      ...sample(tenantId, "recovery_seconds", recoverySeconds),
    ];
  });
}

/** What happened between two countings, per tenant. */
export function flowSamples(before: Counting, now: Counting): Sample[] {
  const seconds = (now.at - before.at) / 1_000;
  const known = new Map(before.counted.map((one) => [`${one.tenantId} ${one.hour}`, one]));
  const flows = new Map<string, Flow>();
  for (const one of now.counted) {
    const past = known.get(`${one.tenantId} ${one.hour}`);
    const flow = flows.get(one.tenantId) ?? { sent: 0, failed: 0, delivered: 0, callbacks: 0, latency: [] };
    flows.set(one.tenantId, flow);
    for (const field of ["sent", "failed", "delivered", "callbacks"] as const)
      flow[field] += Math.max(one[field] - (past?.[field] ?? 0), 0);
    for (const [index, count] of one.latency.entries())
      flow.latency[index] = (flow.latency[index] ?? 0) + Math.max(count - (past?.latency[index] ?? 0), 0);
  }
  return [...flows].flatMap(([tenantId, flow]) => samplesOf(tenantId, flow, seconds));
}

function samplesOf(tenantId: string, flow: Flow, seconds: number): Sample[] {
  const { sent, failed, delivered, callbacks, latency } = flow;
  const ended = sent + failed;
  const inSeconds = (share: number) => {
    const ms = quantile(latency, share);
    return ms === null ? null : ms / 1_000;
  };
  return [
    ...sample(tenantId, "messages_per_second", sent / seconds),
    ...sample(tenantId, "callbacks_per_second", callbacks / seconds),
    ...sample(tenantId, "message_failure_ratio", ended > 0 ? failed / ended : null),
    // Receipts come a moment after; those of earlier messages may be among them.
    ...sample(tenantId, "message_delivery_ratio", sent > 0 ? Math.min(delivered / sent, 1) : null),
    ...sample(tenantId, "message_seconds_p50", inSeconds(0.5)),
    ...sample(tenantId, "message_seconds_p95", inSeconds(0.95)),
  ];
}

function sample(tenantId: string, name: string, value: number | null): Sample[] {
  return value === null ? [] : [{ tenantId, key: seriesKey(name, {}), value }];
}
