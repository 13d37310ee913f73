import { recorderOf } from "@wegraph/kit/audit";
import type { AuditRecord } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import { domain } from "../health.database.ts";
import type { Tx } from "../health.database.ts";
import { announceDevices } from "./device.announce.ts";
import type { DeviceChange } from "./device.codes.ts";
import { logDevices } from "./device.logs.ts";
import type { NewDeviceLog } from "./device.logs.ts";
import { deviceColumns, deviceOf } from "./device.row.ts";
import type { DeviceRow } from "./device.row.ts";
import { devicesWithinReach } from "./device.scope.ts";

export const manage = "health-device:manage";
const record = recorderOf(domain, "health-device");

/**
 * The device, locked until the transaction ends.
 *
 * @throws AppError NOT_FOUND for one that the caller may not see, FORBIDDEN for one that they see and may not touch.
 */
export async function lockDevice(tx: Tx, { principal }: RequestContext, id: string): Promise<DeviceRow> {
  await tx.$executeRaw`SELECT 1 FROM health_devices WHERE id = ${id}::uuid FOR UPDATE`;
  const within = (right: "health-device:read" | "health-device:manage") =>
    tx.device.findFirst({
      where: { AND: [{ id }, devicesWithinReach(principal, right)] },
      select: deviceColumns,
    });
  const mine = await within(manage);
  if (mine) return deviceOf(mine);
  if (await within("health-device:read")) throw refusal(principal, [manage]);
  throw notFound("health device", id);
}

export interface NotedChange {
  deviceId: string;
  change: Exclude<DeviceChange, "STATUS">;
  at: Date;
  changes: AuditRecord["changes"];
  detail: NewDeviceLog["detail"];
  /** Of UNBOUND: whose it was. */
  patientId?: string;
}

/** What goes with every change that a caller makes: its entry in the device's log, the event, the audit record. */
export async function noteChange(tx: Tx, context: RequestContext, noted: NotedChange): Promise<void> {
  const { deviceId, change, at, changes, detail, patientId } = noted;
  const { tenantId } = context.principal;
  await logDevices(tx, [{ tenantId, deviceId, at, kind: change, detail }]);
  await announceDevices(tx, [
    { deviceId, change, origin: originOf(context), ...(patientId !== undefined && { patientId }) },
  ]);
  await record(tx, context, change.toLowerCase().replaceAll("_", "-"), deviceId, changes);
}
