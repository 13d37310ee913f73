/** How long the parts of sending wait for each other. One set for production, a quicker one for tests. */
export interface MessageTimings {
  /** For so long a message belongs to the worker that claimed it; must exceed what one hand-over may take. */
  leaseMs: number;
  /** A job that nobody has taken up by then is put into the queue again. */
  requeueMs: number;
  /** How often what is due is looked for. */
  sweepMs: number;
  /** After an answer that was lost, so long until the message is looked at again. */
  reconcileMs: number;
  /** WeCom drops a repetition within this time (`duplicate_check_interval`, at most 4 h); later none is tried. */
  duplicateWindowMs: number;
  /** How long a message waits while its account cannot send. */
  accountWaitMs: number;
  /** When an account has not been online for so long, what routing gave to it goes to others. */
  rerouteAfterMs: number;
  /** What could not be sent by then fails. */
  giveUpMs: number;
  /** Results are written together, so often at most. */
  flushMs: number;
  /** So long after a lost answer WeCom's list may not yet hold what it took. */
  unsureMs: number;
  /** How soon WeCom is first asked whether an employee has confirmed. */
  confirmCheckMs: number;
  /** Silence after which JetStream hands a job to another worker. */
  ackWaitMs: number;
}

const second = 1_000;
const minute = 60 * second;

export const messageTimings: MessageTimings = {
  leaseMs: minute,
  requeueMs: 5 * minute,
  sweepMs: second,
  reconcileMs: 5 * second,
  duplicateWindowMs: 10 * minute,
  accountWaitMs: 30 * second,
  rerouteAfterMs: 30 * second,
  giveUpMs: 24 * 60 * minute,
  flushMs: 25,
  unsureMs: 45 * second,
  confirmCheckMs: minute,
  ackWaitMs: 30 * second,
};

/** How much one process does at a time. */
export interface MessagePool {
  /** Jobs taken from the queue at once, by lane. */
  jobs: Readonly<Record<"SINGLE" | "BULK", number>>;
  /** Requests to WeCom under way at once, by lane. */
  requests: Readonly<Record<"SINGLE" | "BULK", number>>;
}

export const messagePool: MessagePool = {
  jobs: { SINGLE: 32, BULK: 4 },
  requests: { SINGLE: 32, BULK: 160 },
};
