import { decideSilence } from "../rule.decision.ts";
import type { DeviceOfflineCondition } from "../rule.condition.ts";
import { minuteMs } from "../rule.measures.ts";
import type { Firing } from "./replay.rules.ts";

/** A time in which somebody expected to hear something, in milliseconds. */
export interface Expected {
  from: number;
  to: number;
}

/**
 * Silences that would have been complained of: each begins where a level's time is up and ends with the next sign.
 *
 * @param signs when something was heard, oldest first.
 * @param from what was complained of before is left out.
 */
export function replaySilence(
  condition: Pick<DeviceOfflineCondition, "levels">,
  signs: readonly number[],
  expected: readonly Expected[],
  from: number,
): Firing[] {
  return expected.flatMap((span) => {
    const within = signs.filter((at) => at > span.from && at < span.to);
    const begins = [lastBefore(signs, span.from) ?? span.from, ...within];
    return begins.flatMap((begin, i): Firing[] => {
      const since = Math.max(begin, span.from);
      const end = within[i] ?? null;
      const until = end ?? span.to;
      const first = condition.levels.reduce((least, { minutes }) => Math.min(least, minutes), Infinity);
      const level = decideSilence(condition, (until - since) / minuteMs);
      const raisedAt = since + first * minuteMs;
      if (!level || raisedAt < from) return [];
      const silentMinutes = Math.round((until - since) / minuteMs);
      return [
        { severity: level.severity, raisedAt, clearedAt: end, count: 1, value: silentMinutes, readings: [] },
      ];
    });
  });
}

function lastBefore(signs: readonly number[], at: number): number | undefined {
  return signs.findLast((sign) => sign <= at);
}
