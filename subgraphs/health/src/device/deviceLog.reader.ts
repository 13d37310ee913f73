import { oneOf } from "@wegraph/kit/codes";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { z } from "zod";
import type { HealthDatabase } from "../health.database.ts";
import { deviceLogKinds } from "./device.codes.ts";
import type { DeviceLogKind } from "./device.codes.ts";
import type { HealthDeviceLog } from "./device.model.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "at", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];
const details = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Reads the logs of devices that were found within reach. */
export class DeviceLogReader {
  constructor(private readonly db: HealthDatabase) {}

  page(
    deviceId: string,
    kinds: readonly DeviceLogKind[] | null,
    args: PageArgs,
  ): Promise<Page<HealthDeviceLog>> {
    const condition = { deviceId, ...(kinds && { kind: { in: [...kinds] } }) };
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) => {
        const rows = await this.db.tenant.deviceLog.findMany({
          where: { AND: [condition, where] },
          ...query,
          select: { id: true, at: true, kind: true, detail: true },
        });
        return rows.map(({ kind, detail, ...row }) => ({
          ...row,
          kind: oneOf(deviceLogKinds, kind),
          detail: Object.entries(details.parse(detail)).flatMap(([name, value]) =>
            value === null ? [] : [{ name, value: String(value) }],
          ),
        }));
      },
      () => this.db.tenant.deviceLog.count({ where: condition }),
    );
  }
}
