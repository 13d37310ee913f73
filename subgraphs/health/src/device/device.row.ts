import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { connections, deviceKinds } from "./device.codes.ts";
import type { Connection, DeviceKind } from "./device.codes.ts";

/** All but the keys. */
export const deviceColumns = {
  id: true,
  tenantId: true,
  serialNumber: true,
  kind: true,
  name: true,
  manufacturer: true,
  model: true,
  firmware: true,
  battery: true,
  connection: true,
  connectionSince: true,
  lastContactAt: true,
  lastAddress: true,
  intervalSeconds: true,
  keyMadeAt: true,
  previousKeyUntil: true,
  skewMs: true,
  skewAt: true,
  qualityScore: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  retiredAt: true,
} satisfies Prisma.DeviceSelect;

type Columns = Prisma.DeviceGetPayload<{ select: typeof deviceColumns }>;

export interface DeviceRow extends Omit<Columns, "kind" | "connection"> {
  kind: DeviceKind;
  connection: Connection;
}

export function deviceOf(columns: Columns): DeviceRow {
  return {
    ...columns,
    kind: oneOf(deviceKinds, columns.kind),
    connection: oneOf(connections, columns.connection),
  };
}
