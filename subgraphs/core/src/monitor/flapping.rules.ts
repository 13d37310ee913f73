const minute = 60_000;
const lookBackMs = 60 * minute;

/** From so many alerts within the last hour on, the next one stays open until it has been good for so long. */
const damping = [
  { raised: 6, clearMs: 15 * minute },
  { raised: 3, clearMs: 5 * minute },
  { raised: 0, clearMs: minute / 2 },
] as const;

const flappingFrom = 3;
/** As many of the last times are remembered as anything is told by. */
export const raisedKept = 6;

/** For how long a series must be good before its alert is over: the longer the more often it came back. */
export function clearAfterMs(raisedAt: readonly Date[], now: Date): number {
  const lately = raisedLately(raisedAt, now);
  return damping.find(({ raised }) => lately >= raised)?.clearMs ?? minute / 2;
}

export function isFlapping(raisedAt: readonly Date[], now: Date): boolean {
  return raisedLately(raisedAt, now) >= flappingFrom;
}

function raisedLately(raisedAt: readonly Date[], now: Date): number {
  return raisedAt.filter((at) => now.getTime() - at.getTime() <= lookBackMs).length;
}
