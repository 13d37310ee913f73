import type { Prisma } from "@wegraph/db-health/client";
import { announceAll } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../health.database.ts";
import type { DeviceChange } from "./device.codes.ts";
import { deviceEvents } from "./device.events.ts";
import { deviceColumns, deviceOf } from "./device.row.ts";

const ownerColumns = {
  id: true,
  recordNumber: true,
  clinicianUserId: true,
  careTeamUserIds: true,
  department: true,
} satisfies Prisma.PatientSelect;
type Owner = Prisma.PatientGetPayload<{ select: typeof ownerColumns }>;

export interface DeviceAnnouncement {
  deviceId: string;
  change: DeviceChange;
  origin: Origin;
  /** Of UNBOUND: whose it was. Of others, whose it is now is looked up. */
  patientId?: string;
}

/** Tells of changes to devices, as they are after them; in the transaction of the changes. */
export async function announceDevices(tx: Tx, announcements: readonly DeviceAnnouncement[]): Promise<void> {
  if (announcements.length === 0) return;
  const ids = [...new Set(announcements.map(({ deviceId }) => deviceId))];
  const rows = await tx.device.findMany({ where: { id: { in: ids } }, select: deviceColumns });
  const devices = new Map(rows.map((row) => [row.id, deviceOf(row)]));
  const owners = await ownersOf(tx, ids);
  const former = await formerOwners(tx, announcements);
  await announceAll(
    tx,
    announcements.flatMap(({ deviceId, change, origin, patientId }) => {
      const device = devices.get(deviceId);
      if (!device) return [];
      const owner = patientId === undefined ? owners.get(deviceId) : former.get(patientId);
      const { kind, connection, battery, version, retiredAt } = device;
      return [
        {
          origin,
          definition: deviceEvents[change],
          payload: {
            deviceId,
            change,
            version,
            kind,
            connection,
            battery,
            isRetired: retiredAt !== null,
            patientId: owner?.id ?? null,
            recordNumber: owner?.recordNumber ?? null,
            reach: owner
              ? {
                  clinicianUserId: owner.clinicianUserId,
                  careTeamUserIds: owner.careTeamUserIds,
                  department: owner.department,
                }
              : null,
          },
        },
      ];
    }),
  );
}

async function ownersOf(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, Owner>> {
  const bindings = await tx.deviceBinding.findMany({
    where: { deviceId: { in: [...deviceIds] }, unboundAt: null },
    select: { deviceId: true, patient: { select: ownerColumns } },
  });
  return new Map(bindings.map(({ deviceId, patient }) => [deviceId, patient]));
}

async function formerOwners(
  tx: Tx,
  announcements: readonly DeviceAnnouncement[],
): Promise<Map<string, Owner>> {
  const ids = announcements.flatMap(({ patientId }) => (patientId === undefined ? [] : [patientId]));
  if (ids.length === 0) return new Map();
  const owners = await tx.patient.findMany({ where: { id: { in: ids } }, select: ownerColumns });
  return new Map(owners.map((owner) => [owner.id, owner]));
}
