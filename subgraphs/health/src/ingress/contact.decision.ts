import { batteryLow } from "../device/device.codes.ts";
import type { Connection, DeviceLogKind } from "../device/device.codes.ts";

/** What is known of a device before it was heard of. */
export interface ContactBefore {
  connection: Connection;
  battery: number | null;
  firmware: string | null;
  lastContactAt: Date | null;
  skewMs: number;
}

/** What it said of itself, by the latest of its requests. */
export interface Contact {
  at: Date;
  address: string;
  battery: number | null;
  firmware: string | null;
  skewMs: number;
}

export interface ContactChange {
  battery: number | null;
  firmware: string | null;
  skewMs: number;
  hasCome: boolean;
  logs: { kind: DeviceLogKind; detail: Readonly<Record<string, string | number | null>> }[];
  /** Whether those who follow devices are told. */
  isTold: boolean;
}

/** A device that says nothing new is written down this often. */
const restMs = 10_000;
/** Estimates tremble with the way; a smaller difference is no new fact. */
const skewStepMs = 5_000;
/** Steps in which a battery is told of. */
const batteryStep = 5;

/** What a contact changes, or null where it is not worth writing. */
export function decideContact(before: ContactBefore, contact: Contact): ContactChange | null {
  const battery = contact.battery ?? before.battery;
  const firmware = contact.firmware ?? before.firmware;
  const isSkewNew =
    Math.abs(contact.skewMs - before.skewMs) >= skewStepMs ||
    (contact.skewMs === 0) !== (before.skewMs === 0);
  const skewMs = isSkewNew ? contact.skewMs : before.skewMs;
  const hasCome = before.connection !== "ONLINE";
  const isLowNow = battery !== null && battery <= batteryLow;
  const wasLow = before.battery !== null && before.battery <= batteryLow;
  const logs: ContactChange["logs"] = [
    ...(hasCome ? [{ kind: "ONLINE" as const, detail: { before: before.connection } }] : []),
    ...(isLowNow && !wasLow ? [{ kind: "BATTERY_LOW" as const, detail: { battery } }] : []),
    ...(before.firmware !== null && firmware !== before.firmware
      ? [{ kind: "FIRMWARE_CHANGED" as const, detail: { before: before.firmware, after: firmware } }]
      : []),
    ...(isSkewNew
      ? [{ kind: "CLOCK_CORRECTED" as const, detail: { before: before.skewMs, after: skewMs } }]
      : []),
  ];
  const isTold = logs.length > 0 || isStep(before.battery, battery) || firmware !== before.firmware;
  const isDue = !before.lastContactAt || contact.at.getTime() - before.lastContactAt.getTime() >= restMs;
  const isNew = isTold || battery !== before.battery;
  return isNew || isDue ? { battery, firmware, skewMs, hasCome, logs, isTold } : null;
}

function isStep(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return before !== after;
  return Math.floor(before / batteryStep) !== Math.floor(after / batteryStep);
}
