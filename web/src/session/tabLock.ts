/** Runs `work` while no other tab of this console runs anything under the same name. */
export type TabLock = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

const leaseMs = 8_000;
const lookAgainMs = 60;

/**
 * The browser's own lock where there is one. It needs a secure context, and a console reached over
 * plain HTTP by address has none: there a lease in localStorage does, which a tab that dies loses by time.
 */
export function tabLock(locks: LockManager | undefined, storage: Storage): TabLock {
  if (locks) return async (name, work) => await locks.request(name, work);
  return (name, work) => underLease(storage, name, work);
}

export async function underLease<Result>(
  storage: Storage,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = `wegraph.lease.${name}`;
  const mine = crypto.getRandomValues(new Uint32Array(2)).join("-");

  while (!(await take(storage, key, mine))) await pause(lookAgainMs);
  try {
    return await work();
  } finally {
    if (holder(storage, key) === mine) storage.removeItem(key);
  }
}

/** Writes the lease, waits a moment, and looks whether another tab wrote over it. */
async function take(storage: Storage, key: string, mine: string): Promise<boolean> {
  if (holder(storage, key) !== null) return false;
  storage.setItem(key, `${Date.now() + leaseMs} ${mine}`);
  await pause(lookAgainMs / 2);
  return holder(storage, key) === mine;
}

function holder(storage: Storage, key: string): string | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  // Written as "until holder"; anything else is nobody's lease.
  const [until, name] = text.split(" ");
  return name !== undefined && Number(until) > Date.now() ? name : null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
