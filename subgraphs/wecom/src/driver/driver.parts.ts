import { v7 } from "uuid";
import { Claims } from "./claims.ts";
import { Driver } from "./driver.ts";
import type { DriverParts } from "./driver.ts";
import { HeartbeatBuffer } from "./heartbeats.ts";
import { DriverWorker } from "./worker.ts";

export interface DriverOptions {
  /** How long a worker that says nothing keeps an account. Longer than the longest call to a provider, twice over. */
  leaseMs: number;
  /** Accounts a worker is at work on at once. Most wait for the network, so it is not about cores. */
  concurrency: number;
  /** Between two looks for what is due, when nobody wakes the worker. */
  idleMs: number;
}

export const driverOptions: DriverOptions = { leaseMs: 30_000, concurrency: 64, idleMs: 500 };

/** One worker, under a name of its own. */
export function assembleDriver(
  parts: DriverParts,
  { leaseMs, concurrency, idleMs }: DriverOptions,
): DriverWorker {
  const { db, metrics, log } = parts;
  const claims = new Claims(db, v7(), leaseMs);
  const beats = new HeartbeatBuffer((batch) => claims.releaseBeats(batch), log);
  const driver = new Driver(parts, claims, beats);
  return new DriverWorker(claims, driver, beats, { concurrency, idleMs }, metrics, log);
}
