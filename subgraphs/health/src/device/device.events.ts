import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { connections, deviceChanges, deviceKinds } from "./device.codes.ts";

const reach = z.object({
  clinicianUserId: z.string().nullable(),
  careTeamUserIds: z.array(z.string()),
  department: z.string().nullable(),
});

/** Everything others may know of a device. Add fields; never change one. */
const payload = z.object({
  deviceId: z.string(),
  change: z.enum(deviceChanges),
  /** Grows with each change that people made; contacts do not count. */
  version: z.number().int(),
  kind: z.enum(deviceKinds),
  connection: z.enum(connections),
  /** Percent. */
  battery: z.number().int().nullable(),
  isRetired: z.boolean(),
  /** Whose it is after the change; of UNBOUND, whose it was. Null where it is nobody's. */
  patientId: z.string().nullable(),
  recordNumber: z.string().nullable(),
  /** Of that patient: who may hear of it. A device that is nobody's is for those who see the whole tenant. */
  reach: reach.nullable(),
});
export type DeviceEvent = z.infer<typeof payload>;

const entity = ({ deviceId }: DeviceEvent) => deviceId;

export const deviceEvents = {
  REGISTERED: defineEvent("health.device.registered.v1", payload, { entity }),
  CHANGED: defineEvent("health.device.changed.v1", payload, { entity }),
  KEY_ROTATED: defineEvent("health.device.key-rotated.v1", payload, { entity }),
  BOUND: defineEvent("health.device.bound.v1", payload, { entity }),
  UNBOUND: defineEvent("health.device.unbound.v1", payload, { entity }),
  RETIRED: defineEvent("health.device.retired.v1", payload, { entity }),
  RESTORED: defineEvent("health.device.restored.v1", payload, { entity }),
  STATUS: defineEvent("health.device.status-changed.v1", payload, { entity }),
} as const;

/** All of them, for those who follow devices. */
export const deviceChanged = defineEvent("health.device.*.v1", payload, { entity });
