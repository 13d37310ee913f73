import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { connections, deviceChanges, deviceKinds, deviceLogKinds } from "./device.codes.ts";

export const DeviceKindEnum = z.enum(deviceKinds).enum;
registerEnumType(DeviceKindEnum, {
  name: "HealthDeviceKind",
  description: "What a device is.",
  valuesConfig: {
    MONITOR: { description: "Measures several things at once." },
    GATEWAY: { description: "Measures nothing itself: it speaks for other devices of its tenant." },
  },
});

export const ConnectionEnum = z.enum(connections).enum;
registerEnumType(ConnectionEnum, {
  name: "HealthDeviceConnectionState",
  description: "Whether a device is heard of.",
  valuesConfig: {
    NEVER_SEEN: { description: "Registered, and not heard of yet." },
    ONLINE: { description: "Heard of when it was expected." },
    OFFLINE: { description: "Silent for longer than it should be." },
  },
});

export const DeviceChangeEnum = z.enum(deviceChanges).enum;
registerEnumType(DeviceChangeEnum, {
  name: "HealthDeviceChange",
  description: "What happened to a device.",
  valuesConfig: {
    STATUS: { description: "It came or went, its battery or its firmware changed." },
  },
});

export const DeviceLogKindEnum = z.enum(deviceLogKinds).enum;
registerEnumType(DeviceLogKindEnum, {
  name: "HealthDeviceLogKind",
  description: "What an entry of a device's log tells of.",
  valuesConfig: {
    CLOCK_CORRECTED: { description: "Its clock is wrong, and its times are corrected by so much." },
    REFUSED: { description: "Requests or readings that were turned away for one reason, counted." },
  },
});

export const deviceOrders = ["CREATED", "LAST_CONTACT", "NAME", "QUALITY"] as const;
export type DeviceOrder = (typeof deviceOrders)[number];
export const DeviceOrderEnum = z.enum(deviceOrders).enum;
registerEnumType(DeviceOrderEnum, {
  name: "HealthDeviceOrder",
  description: "What a list of devices is ordered by.",
  valuesConfig: {
    CREATED: { description: "Newest first." },
    LAST_CONTACT: { description: "Silent for longest first; those never heard of at the end." },
    NAME: { description: "By name, from A." },
    QUALITY: { description: "Worst data first; those without a score at the end." },
  },
});
