import { v7 } from "uuid";
import type { Tx } from "../health.database.ts";
import type { DeviceLogKind } from "./device.codes.ts";

export interface NewDeviceLog {
  tenantId: string;
  deviceId: string;
  at: Date;
  kind: DeviceLogKind;
  /** Figures, codes and times; never a measured value. */
  detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Writes entries of devices' logs, with one statement. */
export async function logDevices(tx: Tx, logs: readonly NewDeviceLog[]): Promise<void> {
  if (logs.length === 0) return;
  const rows = logs.map(({ tenantId, deviceId, at, kind, detail }) => ({
    id: v7(),
    at: at.toISOString(),
    tenant_id: tenantId,
    device_id: deviceId,
    kind,
    detail,
  }));
  await tx.$executeRaw`
    INSERT INTO health_device_logs (id, at, tenant_id, device_id, kind, detail)
    SELECT id, at, tenant_id, device_id, kind, detail
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS e (id uuid, at timestamptz, tenant_id uuid, device_id uuid, kind text, detail jsonb)`;
}
