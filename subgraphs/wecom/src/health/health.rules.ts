/** What makes up an account's health score. */
export const healthPartNames = [
  "ONLINE_RATIO",
  "HEARTBEAT_REGULARITY",
  "SEND_SUCCESS",
  "CALLBACK_TIMELINESS",
  "ERROR_RECENCY",
] as const;
export type HealthPartName = (typeof healthPartNames)[number];

/**
 * How much each part counts. Source: ours, by what an account is for. It must be online (40) and stay so
 * (heartbeats 20); what it is used for is sending (20); late callbacks (10) and a recent failure (10) are warnings
 * rather than damage. They need not add up to 100: a score is a mean over the parts that are known.
 */
export const healthWeights: Readonly<Record<HealthPartName, number>> = {
  ONLINE_RATIO: 40,
  HEARTBEAT_REGULARITY: 20,
  SEND_SUCCESS: 20,
  CALLBACK_TIMELINESS: 10,
  ERROR_RECENCY: 10,
};

export const healthWindowMs = 24 * 60 * 60 * 1_000;

// A callback within a second is as good as it gets; one that takes a minute came by the provider's retries.
const callbackPromptMs = 1_000;
const callbackLateMs = 60_000;

/** What is known about an account when its health is computed. */
export interface HealthFacts {
  now: Date;
  createdAt: Date;
  /** Null while it has never been online: then there is nothing to judge. */
  lastOnlineAt: Date | null;
  lastErrorAt: Date | null;
  /** Time spent ONLINE within the window. */
  onlineMs: number;
  /** Moving share of heartbeats answered, 0 to 1. */
  heartbeatRatio: number | null;
  /** Share of messages sent that arrived, 0 to 1; null until messages are sent. */
  sendRatio: number | null;
  /** Moving mean of how late callbacks arrive. */
  callbackDelayMs: number | null;
}

export interface HealthPart {
  name: HealthPartName;
  weight: number;
  /** 0 (worst) to 1 (best). */
  value: number;
  /** What the part adds to the score. The points of all parts add up to it. */
  points: number;
  /** Without data a part is left out of the mean instead of counting as good or bad. */
  known: boolean;
  detail: string;
}

export interface Health {
  score: number;
  parts: HealthPart[];
}

/** The score is the weighted mean of the known parts; an account nothing is known of yet has nothing wrong with it. */
export function healthOf(facts: HealthFacts): Health {
  const judged = healthPartNames.map((name) => ({
    name,
    weight: healthWeights[name],
    ...judges[name](facts),
  }));
  const total = judged.reduce((sum, { known, weight }) => (known ? sum + weight : sum), 0);
  const parts = judged.map((part) => ({
    ...part,
    value: round(part.value, 4),
    points: part.known ? round((100 * part.weight * part.value) / total, 2) : 0,
  }));
  const score = total === 0 ? 100 : Math.round(parts.reduce((sum, { points }) => sum + points, 0));
  return { score, parts };
}

/**
 * When the score must be looked at again: parts move with time while the account is online or anything within the
 * window can still fall out of it; afterwards only a new event can change it.
 */
export function nextHealthAt(facts: HealthFacts & { isOnline: boolean }, everyMs: number): Date | null {
  const { now, isOnline, lastOnlineAt, lastErrorAt } = facts;
  const latest = Math.max(lastOnlineAt?.getTime() ?? 0, lastErrorAt?.getTime() ?? 0);
  const moves = isOnline || facts.onlineMs > 0 || now.getTime() - latest < healthWindowMs;
  return moves ? new Date(now.getTime() + everyMs) : null;
}

type Judgement = Pick<HealthPart, "value" | "known" | "detail">;

const judges: Record<HealthPartName, (facts: HealthFacts) => Judgement> = {
  ONLINE_RATIO: ({ now, createdAt, lastOnlineAt, onlineMs }) => {
    if (!lastOnlineAt) return unknown("never been online");
    const windowMs = Math.max(1, Math.min(healthWindowMs, now.getTime() - createdAt.getTime()));
    const value = clamp(onlineMs / windowMs);
    return { value, known: true, detail: `ONLINE ${percent(value)} of the last ${span(windowMs)}` };
  },
  HEARTBEAT_REGULARITY: ({ heartbeatRatio }) =>
    heartbeatRatio === null
      ? unknown("no heartbeat yet")
      : {
          value: clamp(heartbeatRatio),
          known: true,
          detail: `${percent(heartbeatRatio)} of recent heartbeats answered`,
        },
  SEND_SUCCESS: ({ sendRatio }) =>
    sendRatio === null
      ? unknown("no messages sent yet")
      : { value: clamp(sendRatio), known: true, detail: `${percent(sendRatio)} of recent messages arrived` },
  CALLBACK_TIMELINESS: ({ callbackDelayMs }) => {
    if (callbackDelayMs === null) return unknown("no callback yet");
    const lateness =
      Math.log(Math.max(1, callbackDelayMs / callbackPromptMs)) / Math.log(callbackLateMs / callbackPromptMs);
    const detail = `callbacks arrive after ${round(callbackDelayMs / 1_000, 1)} s on average`;
    return { value: clamp(1 - lateness), known: true, detail };
  },
  ERROR_RECENCY: ({ now, lastOnlineAt, lastErrorAt }) => {
    if (!lastOnlineAt) return unknown("never been online");
    const agoMs = lastErrorAt ? now.getTime() - lastErrorAt.getTime() : healthWindowMs;
    if (agoMs >= healthWindowMs)
      return { value: 1, known: true, detail: `no error in the last ${span(healthWindowMs)}` };
    return { value: clamp(agoMs / healthWindowMs), known: true, detail: `last error ${span(agoMs)} ago` };
  },
};

function unknown(detail: string): Judgement {
  return { value: 0, known: false, detail };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function percent(ratio: number): string {
  return `${round(100 * clamp(ratio), 1)} %`;
}

function span(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1_000))} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${round(minutes / 60, 1)} h`;
}
