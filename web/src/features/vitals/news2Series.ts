import type { News2Risk } from "../../gql/graphql.ts";

export interface ScorePoint {
  at: number;
  /** Null: nobody knows any more. */
  score: number | null;
  risk: News2Risk | null;
}

/** Scores as steps: each ends after `freshMs`, when its values were too old to count; the last one no later than `to`. */
export function stepsOf(
  scores: readonly { at: string; score: number; risk: News2Risk }[],
  freshMs: number,
  to: number,
): ScorePoint[] {
  const known = scores.map(({ at, score, risk }) => ({ at: Date.parse(at), score, risk }));
  return known.flatMap((point, nth) => {
    const next = known[nth + 1]?.at ?? to;
    const ends = point.at + freshMs;
    if (next > ends) return [point, { ...point, at: ends }, { at: ends + 1, score: null, risk: null }];
    return nth === known.length - 1 ? [point, { ...point, at: Math.max(to, point.at) }] : [point];
  });
}
