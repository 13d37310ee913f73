/** An account that could send, with what speaks for it. */
export interface Candidate {
  id: string;
  healthScore: number;
  /** Messages promised and not yet over. */
  load: number;
  /** How many more it may send today, and how many a day in all. */
  quotaLeft: number;
  quotaPerDay: number;
}

/** What each consideration weighs. */
const weights = { health: 0.4, quota: 0.3, load: 0.3 };
/** So many waiting messages halve what an idle account is preferred for. */
const loadHalf = 100;

/** How well an account suits for the next message, 0 to 1. An account without quota suits not at all. */
export function scoreOf({ healthScore, load, quotaLeft, quotaPerDay }: Candidate): number {
  if (quotaLeft <= 0) return 0;
  const quota = Math.min(1, quotaLeft / Math.max(1, quotaPerDay));
  const idle = loadHalf / (loadHalf + Math.max(0, load));
  return weights.health * (healthScore / 100) + weights.quota * quota + weights.load * idle;
}

/**
 * An account for each recipient. Who has been written to before keeps hearing from the same account while it has
 * quota left, so that a conversation has one voice; the others go to whichever account suits best at that moment,
 * with what was given to it already counted.
 */
export function assign(
  recipients: readonly string[],
  candidates: readonly Candidate[],
  lastAccountOf: ReadonlyMap<string, string>,
): string[] {
  const now = new Map(candidates.map((candidate) => [candidate.id, { ...candidate }]));
  const kept = new Map<string, string>();
  return recipients.map((recipient) => {
    const known = now.get(kept.get(recipient) ?? lastAccountOf.get(recipient) ?? "");
    const chosen = known && known.quotaLeft > 0 ? known : best([...now.values()]);
    if (!chosen) throw new RangeError("There is no account to choose from.");
    chosen.load += 1;
    chosen.quotaLeft -= 1;
    kept.set(recipient, chosen.id);
    return chosen.id;
  });
}

/** Ties go to the lower id, so that the same facts always lead to the same choice. */
function best(candidates: readonly Candidate[]): Candidate | undefined {
  let found: Candidate | undefined;
  let foundScore = -1;
  for (const candidate of candidates) {
    const score = scoreOf(candidate);
    if (score > foundScore || (score === foundScore && found && candidate.id < found.id)) {
      found = candidate;
      foundScore = score;
    }
  }
  return found;
}
