import type { Codec } from "../../ui/urlState.ts";
import { flag, oneOf, text } from "../../ui/urlState.ts";
import { vitalLooks } from "../../vitals/vitalTable.ts";

const hourMs = 60 * 60_000;

export const spans = ["day", "week", "month", "quarter"] as const;
export type Span = (typeof spans)[number];
export const spanMs: Readonly<Record<Span, number>> = {
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  month: 30 * 24 * hourMs,
  quarter: 90 * 24 * hourMs,
};

/** A moment in the address, or nothing; anybody may type anything there. */
const moment: Codec<string> = {
  read: (raw) => (raw !== null && !Number.isNaN(Date.parse(raw)) ? new Date(raw).toISOString() : ""),
  write: (value) => value || null,
};

export const views = ["charts", "table"] as const;
export type View = (typeof views)[number];

/** The whole view of the tab, so that a link shows the same again. Both moments set are a range of one's own. */
export const vitalsState = {
  span: oneOf(spans, "week"),
  from: moment,
  to: moment,
  view: oneOf(views, "charts"),
  code: oneOf(
    vitalLooks.map(({ code }) => code),
    null,
  ),
  retracted: flag,
  after: text,
  before: text,
};

export interface Range {
  from: number;
  to: number;
  /** Ends now, and goes on. */
  isLive: boolean;
}

/** In the address, an own range counts only where it has a beginning before its end. */
export function rangeOf({ span, from, to }: { span: Span; from: string; to: string }, now: number): Range {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (start < end) return { from: start, to: end, isLive: false };
  return { from: now - spanMs[span], to: now, isLive: true };
}
