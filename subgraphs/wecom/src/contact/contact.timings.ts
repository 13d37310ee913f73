/** How long the parts of reading contacts wait. One set for production, a quicker one for tests. */
export interface ContactTimings {
  /** For so long a run belongs to the worker that claimed it; must exceed what one step may take. */
  leaseMs: number;
  /** How often runs that are due are looked for. */
  lookEveryMs: number;
  /** How often it is looked which corporations are due for a run. */
  scheduleEveryMs: number;
  /** The longest wait between two tries of a step. */
  waitMaxMs: number;
}

export const contactTimings: ContactTimings = {
  // Two calls of ten seconds, a wait for a token, and the write.
  leaseMs: 90_000,
  lookEveryMs: 1_000,
  scheduleEveryMs: 60_000,
  waitMaxMs: 3_600_000,
};
