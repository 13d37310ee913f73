import { randomOf } from "../random.ts";
import type { Random } from "../random.ts";
import type { Body } from "./body.ts";
import { saidOf } from "./deviceKinds.ts";
import type { SaidReading, SimulatedKind } from "./deviceKinds.ts";

export interface DeviceFacts {
  /** What the platform calls it: `X-Device-Id`. */
  deviceId: string;
  key: string;
  serialNumber: string;
  kind: SimulatedKind;
  intervalSeconds: number;
}

/** What goes wrong with devices, as shares of their messages; the clock in milliseconds. */
export interface DeviceTroubles {
  clockAheadMs: number;
  /** Begins to be out of reach, and sends all it measured meanwhile in one bundle. */
  dropOut: number;
  /** Sends a message twice. */
  duplicate: number;
  /** Has a bundle in another order than it was measured. */
  shuffled: number;
}

export const noTroubles: DeviceTroubles = { clockAheadMs: 0, dropOut: 0, duplicate: 0, shuffled: 0 };

/** The body of a request. */
export interface DeviceMessage {
  v: 1;
  sn: string;
  ts: string;
  fw: string;
  battery: number;
  readings: SaidReading[];
}

const outOfReachMessages = { min: 3, max: 12 };
const bundleMax = 900;
const batteryHours = 400;
const firstWithinMs = 120_000;

/** A device on a body: what it measures and when, and how its messages come to be late, double and out of order. */
export class SimulatedDevice {
  private readonly random: Random;
  private readonly kept: SaidReading[] = [];
  private outOfReachFor = 0;
  private nextMs: number;
  private battery: number;

  constructor(
    readonly facts: DeviceFacts,
    private readonly body: Body,
    private readonly troubles: DeviceTroubles,
    seed: string,
    startsMs: number,
  ) {
    this.random = randomOf(seed, `device ${facts.serialNumber}`);
    // Devices do not measure all at the same moment, and nobody waits a day for the first value.
    this.nextMs = startsMs + this.random.between(0, Math.min(facts.intervalSeconds * 1_000, firstWithinMs));
    this.battery = this.random.between(25, 100);
  }

  get dueMs(): number {
    return this.nextMs;
  }

  /** Measures, if it is time; returns what it sends now, which may be nothing, one message, or one twice. */
  measure(nowMs: number): DeviceMessage[] {
    if (nowMs < this.nextMs) return [];
    const { kind, intervalSeconds } = this.facts;
    this.nextMs +=
      Math.max(1, Math.ceil((nowMs - this.nextMs) / (intervalSeconds * 1_000))) * intervalSeconds * 1_000;
    this.drain(intervalSeconds);
    const at = new Date(nowMs + this.troubles.clockAheadMs);
    this.kept.push(...saidOf(kind, this.body.at(nowMs), at));
    if (this.outOfReachFor > 0) this.outOfReachFor -= 1;
    else if (this.random.chance(this.troubles.dropOut))
      this.outOfReachFor = Math.round(this.random.between(outOfReachMessages.min, outOfReachMessages.max));
    return this.outOfReachFor > 0 ? [] : this.sent(at);
  }

  private sent(at: Date): DeviceMessage[] {
    const readings = this.kept.splice(0, bundleMax);
    if (readings.length > 1 && this.random.chance(this.troubles.shuffled)) shuffle(readings, this.random);
    const message: DeviceMessage = {
      v: 1,
      sn: this.facts.serialNumber,
      ts: at.toISOString(),
      fw: "2.4.1",
      battery: Math.round(this.battery),
      readings,
    };
    return this.random.chance(this.troubles.duplicate) ? [message, message] : [message];
  }

  private drain(seconds: number): void {
    this.battery -= (100 * seconds) / (batteryHours * 3_600);
    if (this.battery < 5) this.battery = 100; // somebody has put it on its charger
  }
}

function shuffle(values: SaidReading[], random: Random): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    const [one, two] = [values[last], values[other]];
    if (one && two) {
      values[last] = two;
      values[other] = one;
    }
  }
}
