/** How long the parts of taking in and handling callbacks wait for each other. One set for production, a quicker one for tests. */
export interface CallbackTimings {
  /** A callback that no job has led to by then is found by the sweep. */
  requeueMs: number;
  sweepMs: number;
  /** For so long a corporation's callbacks are one process's to handle; prolonged while it works. */
  turnMs: number;
  /** A handler that takes longer has failed. */
  handlerMs: number;
  /** Between attempts, growing from the one to the other. */
  retryBaseMs: number;
  retryMaxMs: number;
  /** What failed so often waits for a person. About a quarter of an hour with the times above. */
  attemptsMax: number;
  /** Silence after which JetStream hands a job to another worker. */
  ackWaitMs: number;
}

const second = 1_000;
const minute = 60 * second;

export const callbackTimings: CallbackTimings = {
  requeueMs: 2 * second,
  sweepMs: second,
  turnMs: 20 * second,
  handlerMs: 30 * second,
  retryBaseMs: second,
  retryMaxMs: 10 * minute,
  attemptsMax: 10,
  ackWaitMs: 30 * second,
};
