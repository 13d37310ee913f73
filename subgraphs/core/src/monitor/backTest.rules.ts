import { staleAfterMs, worseOf } from "./condition.rules.ts";
import type { Condition, Sample } from "./condition.rules.ts";
import { decide, nothingWatched } from "./decision.rules.ts";
import type { Watched } from "./decision.rules.ts";
import { raisedKept } from "./flapping.rules.ts";
import { measuredAt } from "./condition.rules.ts";

/** A time in which the rule would have fired. */
export interface Firing {
  since: Date;
  raisedAt: Date;
  /** null: to the end of what was looked at. */
  resolvedAt: Date | null;
  peak: number | null;
}

const stepMs = 10_000;

/**
 * What the evaluator would have done with these samples: the same decision, every ten seconds.
 *
 * @param samples oldest first; from before `from` on, as far as the rule's window needs.
 */
export function replay(
  samples: readonly Sample[],
  rule: Condition & { forSeconds: number },
  { from, to }: { from: Date; to: Date },
): Firing[] {
  const firings: Firing[] = [];
  const values = new Map(measuredAt(samples, rule).map(({ at, value }) => [at.getTime(), value]));
  const lookBackMs = 2 * staleAfterMs + (rule.windowSeconds ?? 0) * 1_000;
  let watched: Watched = nothingWatched;
  let open: Firing | undefined;
  let begin = 0;
  let end = 0;
  for (let at = from.getTime(); at <= to.getTime(); at += stepMs) {
    while (end < samples.length && (samples[end]?.at.getTime() ?? 0) <= at) end += 1;
    while (begin < end && (samples[begin]?.at.getTime() ?? 0) < at - lookBackMs) begin += 1;
    const now = new Date(at);
    const seen = samples.slice(begin, end);
    const sampledAt = seen.at(-1)?.at ?? watched.sampledAt;
    const verdict = decide({ now, samples: seen, rule, watched });
    switch (verdict.do) {
      case "RAISE":
        open = { since: verdict.since, raisedAt: now, resolvedAt: null, peak: verdict.value };
        firings.push(open);
        watched = {
          since: verdict.since,
          clearingSince: null,
          sampledAt,
          raisedAt: [...watched.raisedAt, now].slice(-raisedKept),
          open: { updatedAt: now, isStale: false },
        };
        break;
      case "WATCH":
        watched = { ...watched, since: verdict.since, sampledAt };
        break;
      case "FORGET":
        watched = { ...watched, since: null, sampledAt };
        break;
      case "UPDATE":
        watched = { ...watched, clearingSince: null, sampledAt, open: { updatedAt: now, isStale: false } };
        break;
      case "STALE":
        watched = { ...watched, open: { updatedAt: now, isStale: true } };
        break;
      case "CLEARING":
        watched = { ...watched, clearingSince: now, sampledAt };
        break;
      case "RESOLVE":
        if (open) open.resolvedAt = now;
        open = undefined;
        watched = { ...nothingWatched, raisedAt: watched.raisedAt };
        break;
      case "NOTHING":
        break;
    }
    const value = values.get(sampledAt?.getTime() ?? 0);
    if (open && value != null) open.peak = open.peak === null ? value : worseOf(open.peak, value, rule);
  }
  return firings;
}
