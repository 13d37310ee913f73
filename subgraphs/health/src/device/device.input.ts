import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { connections, deviceKinds } from "./device.codes.ts";
import type { Connection, DeviceKind } from "./device.codes.ts";
import { ConnectionEnum, DeviceKindEnum } from "./device.enums.ts";

const intervalMax = 7 * 24 * 3_600;
export const overlapHoursDefault = 24;
export const overlapHoursMax = 168;
const idempotencyKey = text(1, 100).nullish();
const interval = z.number().int().min(10, "at least 10 seconds").max(intervalMax, "at most a week").nullish();
const serial = text(1, 64).refine((value) => /^[\w.:/-]+$/.test(value), "letters, digits and . : / _ - only");

@InputType({ description: "A device of the tenant." })
export class RegisterHealthDeviceInput {
  static readonly rules = z.object({
    serialNumber: serial,
    kind: z.enum(deviceKinds),
    name: text(1, 80),
    manufacturer: text(0, 80).nullish(),
    model: text(0, 80).nullish(),
    intervalSeconds: interval,
    patientId: uuid().nullish(),
    idempotencyKey,
  });

  @Field(() => String, {
    description: "As on the device; one of its kind in the tenant; 1 to 64 characters.",
  })
  serialNumber: string;

  @Field(() => DeviceKindEnum)
  kind: DeviceKind;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  manufacturer?: string | null;

  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Seconds between two readings, 10 to 604800; null where none are expected.",
  })
  intervalSeconds?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: "Whose it is; needed of who does not see the whole tenant.",
  })
  patientId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key gets the same device and key.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What is to change of a device; what is left out stays." })
export class UpdateHealthDeviceInput {
  static readonly rules = z.object({
    deviceId: uuid(),
    version: z.number().int().nullish(),
    name: text(1, 80).nullish(),
    manufacturer: text(0, 80).nullish(),
    model: text(0, 80).nullish(),
    intervalSeconds: interval,
  });

  @Field(() => ID)
  deviceId: string;

  @Field(() => Int, { nullable: true, description: "The one you have seen: CONFLICT if it changed since." })
  version?: number | null;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  manufacturer?: string | null;

  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => Int, { nullable: true, description: "Null: no reading is expected any more." })
  intervalSeconds?: number | null;
}

@InputType({ description: "A device that is to sign with a new key." })
export class RotateHealthDeviceKeyInput {
  static readonly rules = z.object({
    deviceId: uuid(),
    overlapHours: z.number().int().min(0).max(overlapHoursMax).nullish(),
  });

  @Field(() => ID)
  deviceId: string;

  @Field(() => Int, {
    nullable: true,
    description: `Hours in which the old key holds beside the new one: 0 to ${overlapHoursMax}, ${overlapHoursDefault} unless given.`,
  })
  overlapHours?: number | null;
}

@InputType({ description: "Whose device it is from now on." })
export class BindHealthDeviceInput {
  static readonly rules = z.object({
    deviceId: uuid(),
    patientId: uuid(),
    move: z.boolean().nullish(),
    since: z.date().nullish(),
    reason: text(0, 200).nullish(),
  });

  @Field(() => ID)
  deviceId: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "Take it from the patient who has it; without it that is a CONFLICT.",
  })
  move?: boolean | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Since when the patient has had it, if before now: what it measured since then is theirs. Not before it was last taken from somebody.",
  })
  since?: Date | null;

  @Field(() => String, { nullable: true, description: "At most 200 characters; no data of the patient." })
  reason?: string | null;
}

@InputType({ description: "A device, and why." })
export class HealthDeviceActInput {
  static readonly rules = z.object({ deviceId: uuid(), reason: text(0, 200).nullish() });

  @Field(() => ID)
  deviceId: string;

  @Field(() => String, { nullable: true, description: "At most 200 characters; no data of the patient." })
  reason?: string | null;
}

@InputType({ description: "Which devices: all that is given must hold." })
export class HealthDeviceFilter {
  static readonly rules = z.object({
    kinds: z.array(z.enum(deviceKinds)).nullish(),
    connections: z.array(z.enum(connections)).nullish(),
    patientId: uuid().nullish(),
    isBound: z.boolean().nullish(),
    isBatteryLow: z.boolean().nullish(),
    isRetired: z.boolean().nullish(),
    search: text(0, 80).nullish(),
  });

  @Field(() => [DeviceKindEnum], { nullable: true })
  kinds?: DeviceKind[] | null;

  @Field(() => [ConnectionEnum], { nullable: true })
  connections?: Connection[] | null;

  @Field(() => ID, { nullable: true, description: "Bound to this patient now." })
  patientId?: string | null;

  @Field(() => Boolean, { nullable: true })
  isBound?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  isBatteryLow?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only retired ones; false, as without it: only others.",
  })
  isRetired?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of the name, the serial number, maker or model.",
  })
  search?: string | null;
}
