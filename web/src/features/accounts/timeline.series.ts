import type { AccountStatus } from "../../gql/graphql.ts";

export interface Segment {
  status: AccountStatus;
  from: number;
  to: number;
  /** Of the whole range. */
  share: number;
}

/**
 * The states of an account over a range of time, oldest first, from its changes (newest first, as the
 * history comes). Where the history that was fetched does not reach back to the start, the strip
 * begins where knowledge begins.
 */
export function toSegments(
  changes: readonly { at: string; from: AccountStatus | null; to: AccountStatus }[],
  range: { from: number; to: number },
  complete: boolean,
): readonly Segment[] {
  const ordered = changes
    .map(({ at, from, to }) => ({ at: Date.parse(at), from, to }))
    .toSorted((one, other) => one.at - other.at);
  const whole = range.to - range.from;
  const segments: Segment[] = [];
  const add = (status: AccountStatus, from: number, to: number) => {
    const start = Math.max(from, range.from);
    const end = Math.min(to, range.to);
    if (end <= start) return;
    const last = segments.at(-1);
    if (last?.status === status && last.to === start) {
      segments[segments.length - 1] = { ...last, to: end, share: (end - last.from) / whole };
    } else segments.push({ status, from: start, to: end, share: (end - start) / whole });
  };

  const [first] = ordered;
  if (first?.from && complete) add(first.from, range.from, first.at);
  for (const [index, { at, to }] of ordered.entries()) add(to, at, ordered[index + 1]?.at ?? range.to);
  return segments;
}

/** Small pieces next to each other merged into what the eye can see: a strip of a thousand slivers is grey noise. */
export function mergeSlivers(segments: readonly Segment[], least: number): readonly Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && last.share < least && segment.share < least) {
      const longer = last.share >= segment.share ? last.status : segment.status;
      merged[merged.length - 1] = {
        status: longer,
        from: last.from,
        to: segment.to,
        share: last.share + segment.share,
      };
    } else merged.push(segment);
  }
  return merged;
}
