import { read, staleAfterMs } from "./condition.rules.ts";
import type { Condition, Sample } from "./condition.rules.ts";
import { clearAfterMs } from "./flapping.rules.ts";

/** What is remembered of a series from one look to the next. */
export interface Watched {
  /** Since when the condition holds without a gap; null: it does not. */
  since: Date | null;
  clearingSince: Date | null;
  /** Of the newest sample taken into account. */
  sampledAt: Date | null;
  /** When its last alerts were raised. */
  raisedAt: readonly Date[];
  open: { updatedAt: Date; isStale: boolean } | null;
}

export interface Look {
  now: Date;
  /** Oldest first; none: the series is not there. */
  samples: readonly Sample[];
  rule: Condition & { forSeconds: number };
  watched: Watched;
}

export type Verdict =
  | { do: "NOTHING" }
  /** It holds, but not for long enough yet. */
  | { do: "WATCH"; since: Date }
  /** It was waited on, and is over. */
  | { do: "FORGET" }
  | { do: "RAISE"; since: Date; value: number | null }
  | { do: "UPDATE"; value: number | null }
  /** Nothing says any more how it stands; the alert stays as it was. */
  | { do: "STALE"; since: Date }
  /** Good again, but perhaps not for good. */
  | { do: "CLEARING"; value: number | null }
  | { do: "RESOLVE"; value: number | null };

/** What lasts is written down so often at most. */
export const updateEveryMs = 15_000;

/** Two samples and a little: nobody is woken by what may have been over for longer. */
const freshForRaisingMs = 25_000;

export const nothingWatched: Watched = {
  since: null,
  clearingSince: null,
  sampledAt: null,
  raisedAt: [],
  open: null,
};

/** What to do about one series of one rule: the one place where it is decided. */
export function decide(look: Look): Verdict {
  if (look.rule.operator === "ABSENT") return decideAbsence(look);
  const reading = read(look.samples, look.rule, look.now);
  switch (reading.kind) {
    case "STALE":
      return stale(look, reading.lastAt);
    case "GOOD":
      return good(look, reading.value);
    case "BAD": {
      const { since, isWhole, firstAt, at, value } = reading;
      const isFresh = look.now.getTime() - at.getTime() <= freshForRaisingMs;
      return bad(look, { value, since: isWhole ? continued(look.watched, since, firstAt) : since, isFresh });
    }
  }
}

function decideAbsence(look: Look): Verdict {
  const { now, samples, watched } = look;
  const newest = samples.at(-1)?.at;
  if (newest && now.getTime() - newest.getTime() <= staleAfterMs) return good(look, null);
  return bad(look, { value: null, since: watched.since ?? newest ?? now, isFresh: true });
}

/** The run may reach further back than what was read this time. */
function continued({ since, sampledAt }: Watched, runSince: Date, firstAt: Date): Date {
  if (!since || !sampledAt || firstAt.getTime() - sampledAt.getTime() > staleAfterMs) return runSince;
  return since < runSince ? since : runSince;
}

/** What is not known neither fires nor is over. A wait begins anew: its time would not be without a gap. */
function stale({ watched, now }: Look, lastAt: Date | null): Verdict {
  if (watched.open) return watched.open.isStale ? { do: "NOTHING" } : { do: "STALE", since: lastAt ?? now };
  return watched.since ? { do: "FORGET" } : { do: "NOTHING" };
}

function bad(
  { now, rule, watched }: Look,
  { value, since, isFresh }: { value: number | null; since: Date; isFresh: boolean },
): Verdict {
  const { open, clearingSince } = watched;
  if (open) {
    const isDue = now.getTime() - open.updatedAt.getTime() >= updateEveryMs;
    return isDue || clearingSince || open.isStale ? { do: "UPDATE", value } : { do: "NOTHING" };
  }
  if (isFresh && now.getTime() - since.getTime() >= rule.forSeconds * 1_000)
    return { do: "RAISE", since, value };
  return { do: "WATCH", since };
}

function good({ now, watched }: Look, value: number | null): Verdict {
  const { open, since, clearingSince, raisedAt } = watched;
  if (!open) return since ? { do: "FORGET" } : { do: "NOTHING" };
  if (!clearingSince) return { do: "CLEARING", value };
  const isOver = now.getTime() - clearingSince.getTime() >= clearAfterMs(raisedAt, now);
  return isOver ? { do: "RESOLVE", value } : { do: "NOTHING" };
}
