/**
 * Calls `work` at every multiple of `periodMs` of the clock, so that what different processes do then is of the same
 * moment. A moment that passes while the process is held up is left out.
 *
 * @param work is told the moment it is for; it must not throw.
 * @param offsetMs so much later than the multiples; negative: earlier.
 */
export function ticking(periodMs: number, work: (at: number) => unknown, offsetMs = 0): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const plan = (after: number) => {
    const next = (Math.floor((after - offsetMs) / periodMs) + 1) * periodMs + offsetMs;
    timer = setTimeout(() => {
      work(next);
      // A timer may be a little early by the clock, or very late.
      plan(Math.max(next, Date.now()));
    }, next - Date.now()).unref();
  };
  plan(Date.now());
  return { stop: () => clearTimeout(timer) };
}
