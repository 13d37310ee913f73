import { z } from "zod";
import { mealContexts } from "../vital/vital.codes.ts";
import type { MealContext, ReadingFlag } from "../vital/vital.codes.ts";

export const readingsMax = 1_000;
const serial = z.string().min(1).max(64);
const moment = z.iso.datetime({ offset: true });

/** What a device says of itself with its readings. */
const envelope = {
  /** The device's own clock when it sent this. */
  ts: moment.nullish(),
  /** Firmware. */
  fw: z.string().max(40).nullish(),
  /** Percent. */
  battery: z.number().min(0).max(100).nullish(),
  flags: z.array(z.string().max(40)).max(20).nullish(),
  /** Each is looked at by itself: one that is malformed is refused alone. */
  readings: z.array(z.unknown()),
};

const single = z.object({ sn: serial.nullish(), ...envelope });
const several = z.object({
  devices: z
    .array(z.object({ sn: serial, ...envelope }))
    .min(1)
    .max(readingsMax),
});
const body = z.union([several, single]);

const reading = z.object({
  code: z.string().min(1).max(20),
  value: z.number(),
  unit: z.string().max(20).nullish(),
  at: moment.nullish(),
  meal: z.enum(mealContexts).nullish(),
  flags: z.array(z.string().max(40)).max(20).nullish(),
});

/** What one device measured, as it says it. */
export interface DeviceMessage {
  /** Null: of the device that signed. */
  serialNumber: string | null;
  sentAt: Date | null;
  firmware: string | null;
  battery: number | null;
  readings: (StatedReading | null)[];
}

export interface StatedReading {
  code: string;
  value: number;
  unit: string | null;
  at: Date | null;
  mealContext: MealContext | null;
  flags: readonly ReadingFlag[];
  /** Whom it is said to be of, where that is said by our id. */
  subjectId: string | null;
}

export type ReadMessages =
  | { ok: true; messages: DeviceMessage[] }
  | { ok: false; status: 400 | 413; error: string; path?: readonly PropertyKey[]; message?: string };

/** Reads `{sn?, ts?, fw?, battery?, flags?, readings}` or, of a gateway, `{devices: [{sn, …}]}`. */
export function readMessages(text: string): ReadMessages {
  const json = jsonOf(text);
  if (json === undefined) return { ok: false, status: 400, error: "NOT_JSON" };
  const parsed = body.safeParse(json);
  if (!parsed.success) return { ok: false, status: 400, error: "MALFORMED", ...whereIn(json, parsed.error) };
  const given = "devices" in parsed.data ? parsed.data.devices : [parsed.data];
  const count = given.reduce((sum, { readings }) => sum + readings.length, 0);
  if (count > readingsMax) return { ok: false, status: 413, error: "TOO_MANY_READINGS" };
  const messages = given.map(({ sn, ts, fw, battery, flags, readings }) => {
    const all = flagsOf(flags);
    return {
      serialNumber: sn ?? null,
      sentAt: ts == null ? null : new Date(ts),
      firmware: fw || null,
      battery: battery == null ? null : Math.round(battery),
      readings: readings.map((each) => statedOf(each, all)),
    };
  });
  return { ok: true, messages };
}

function statedOf(given: unknown, common: readonly ReadingFlag[]): StatedReading | null {
  const parsed = reading.safeParse(given);
  if (!parsed.success) return null;
  const { code, value, unit, at, meal, flags } = parsed.data;
  const own = flagsOf(flags);
  return {
    code,
    value,
    unit: unit ?? null,
    at: at == null ? null : new Date(at),
    mealContext: meal ?? null,
    flags: own.length === 0 ? common : [...new Set([...common, ...own])],
    subjectId: null,
  };
}

/** Of what devices say, the one that means something here; the others are their own business. */
function flagsOf(flags: readonly string[] | null | undefined): readonly ReadingFlag[] {
  return flags?.some((flag) => flag.toUpperCase() === "MOVEMENT") === true ? ["MOVEMENT"] : [];
}

/** A union says of each branch what is wrong; what was meant is told by whether there is a list of devices. */
function whereIn(json: unknown, error: z.ZodError): { path?: readonly PropertyKey[]; message?: string } {
  const isSeveral = typeof json === "object" && json !== null && "devices" in json;
  const meant = (isSeveral ? several : single).safeParse(json);
  const issue = (meant.success ? error : meant.error).issues[0];
  return issue ? { path: issue.path, message: issue.message } : {};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // whoever sent it is told that it is not JSON
  }
}
