import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { ConnectionEnum, DeviceChangeEnum, DeviceKindEnum, DeviceLogKindEnum } from "./device.enums.ts";
import type { Connection, DeviceChange, DeviceKind, DeviceLogKind } from "./device.codes.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "Something that measures vital signs, or speaks for what does." })
export class HealthDevice {
  @Field(() => ID, { description: "What the device names itself by: `X-Device-Id`." })
  id: string;

  @Field(() => String)
  serialNumber: string;

  @Field(() => DeviceKindEnum)
  kind: DeviceKind;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  manufacturer: string | null;

  @Field(() => String, { nullable: true })
  model: string | null;

  @Field(() => String, { nullable: true, description: "As it says itself." })
  firmware: string | null;

  @Field(() => Int, { nullable: true, description: "Percent, as it says itself." })
  battery: number | null;

  @Field(() => ConnectionEnum)
  connection: Connection;

  @Field(() => DateTime, { description: "Since when its connection is what it is." })
  connectionSince: Date;

  @Field(() => DateTime, { nullable: true })
  lastContactAt: Date | null;

  @Field(() => String, { nullable: true, description: "The address it last called from." })
  lastAddress: string | null;

  @Field(() => Int, { nullable: true, description: "A reading is expected this often; null where none is." })
  intervalSeconds: number | null;

  @Field(() => DateTime)
  keyMadeAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Until then the key before this one holds, too." })
  previousKeyUntil: Date | null;

  @Field(() => Int, {
    description:
      "Milliseconds that its clock is ahead, as last estimated; its times are corrected by so much.",
  })
  skewMs: number;

  @Field(() => DateTime, { nullable: true })
  skewAt: Date | null;

  @Field(() => Int, { nullable: true, description: "Of the last day it was scored for, 0 to 100." })
  qualityScore: number | null;

  @Field(() => Int, { description: "Grows with each change that somebody makes." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "Out of service since then: nothing is taken from it.",
  })
  retiredAt: Date | null;
}

export const HealthDeviceConnection = connectionOf(() => HealthDevice, "HealthDevice");

@ObjectType({ description: "Whose a device is, or was." })
export class HealthDeviceBinding {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  deviceId: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "Of the patient's file." })
  recordNumber: string;

  @Field(() => DateTime)
  boundAt: Date;

  @Field(() => DateTime, { nullable: true })
  unboundAt: Date | null;

  @Field(() => String, { nullable: true })
  reason: string | null;

  boundById: string | null;
  unboundById: string | null;
}

@ObjectType({ description: "A figure, a code or a time of a log entry." })
export class HealthDeviceLogDetail {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@ObjectType({ description: "Something that happened to a device." })
export class HealthDeviceLog {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DeviceLogKindEnum)
  kind: DeviceLogKind;

  @Field(() => [HealthDeviceLogDetail])
  detail: HealthDeviceLogDetail[];
}

@ObjectType({ description: "The devices you may see, in sum; without those out of service." })
export class HealthDeviceSummary {
  @Field(() => Int)
  total: number;

  @Field(() => Int)
  online: number;

  @Field(() => Int)
  offline: number;

  @Field(() => Int)
  neverSeen: number;

  @Field(() => Int, { description: "Bound to a patient." })
  bound: number;

  @Field(() => Int)
  batteryLow: number;

  @Field(() => Int, { description: "Whose clock is corrected." })
  clockWrong: number;
}

@ObjectType({ description: "A change that has just happened to a device." })
export class HealthDeviceStatus {
  @Field(() => ID, { description: "Of the event." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DeviceChangeEnum)
  change: DeviceChange;

  @Field(() => ID)
  deviceId: string;

  @Field(() => ConnectionEnum)
  connection: Connection;

  @Field(() => Int, { nullable: true })
  battery: number | null;
}

@ObjectType({ description: "The device after the change." })
export class HealthDevicePayload {
  @Field(() => HealthDevice)
  device: HealthDevice;
}

@ObjectType({ description: "A device and what it signs with. The key is shown this once." })
export class HealthDeviceWithKeyPayload {
  @Field(() => HealthDevice)
  device: HealthDevice;

  @Field(() => String, { description: "Its UTF-8 bytes are the HMAC key. Keep it: it is never shown again." })
  key: string;
}
