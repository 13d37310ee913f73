/**
 * A function that runs `work` one at a time: who calls while it runs is served by one more run after it, however many
 * they are. `work` must not reject.
 */
export function coalesced(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isWanted = false;
      await work();
    } while (wanted());
    isRunning = false;
  };
  const wanted = () => isWanted;
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
