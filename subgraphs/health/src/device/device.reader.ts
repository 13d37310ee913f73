import type { Prisma } from "@wegraph/db-health/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { withinReach } from "../patient/patient.scope.ts";
import { batteryLow } from "./device.codes.ts";
import type { DeviceOrder } from "./device.enums.ts";
import type { HealthDeviceFilter } from "./device.input.ts";
import type { HealthDeviceBinding, HealthDeviceSummary } from "./device.model.ts";
import { deviceColumns, deviceOf } from "./device.row.ts";
import type { DeviceRow } from "./device.row.ts";
import { devicesWithinReach, devicesWithinReachSql } from "./device.scope.ts";

const right = "health-device:read";
const byId: OrderColumn = { field: "id", kind: "uuid", direction: "desc" };

const orders: Readonly<Record<DeviceOrder, readonly OrderColumn[]>> = {
  CREATED: [{ field: "createdAt", kind: "date", direction: "desc" }, byId],
  LAST_CONTACT: [{ field: "lastContactAt", kind: "date", direction: "asc", nullable: true }, byId],
  NAME: [{ field: "name", kind: "string", direction: "asc" }, byId],
  QUALITY: [{ field: "qualityScore", kind: "number", direction: "asc", nullable: true }, byId],
};
const newestFirst: readonly OrderColumn[] = [
  { field: "boundAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

const bindingColumns = {
  id: true,
  deviceId: true,
  patientId: true,
  boundAt: true,
  unboundAt: true,
  reason: true,
  boundById: true,
  unboundById: true,
  patient: { select: { recordNumber: true } },
} satisfies Prisma.DeviceBindingSelect;
type BindingColumns = Prisma.DeviceBindingGetPayload<{ select: typeof bindingColumns }>;

/** Reads devices for people: only what the caller's right reaches, and whose they are is a look into a patient's file. */
export class DeviceReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
  ) {}

  async page(
    context: RequestContext,
    filter: HealthDeviceFilter,
    order: DeviceOrder,
    args: PageArgs,
  ): Promise<Page<DeviceRow>> {
    const condition = { AND: [devicesWithinReach(context.principal, right), conditionOf(filter)] };
    const page = await keysetPage(
      args,
      orders[order],
      async ({ where, ...query }) => {
        const found = { where: { AND: [condition, where] }, ...query, select: deviceColumns };
        return (await this.db.tenant.device.findMany(found)).map(deviceOf);
      },
      () => this.db.tenant.device.count({ where: condition }),
    );
    const bindings = await Promise.all(page.nodes.map(({ id }) => this.binding(context, id)));
    await this.tell(context, bindings);
    return page;
  }

  /** Null for what the caller's right does not reach: it might as well not exist. */
  async find(context: RequestContext, id: string): Promise<DeviceRow | null> {
    const device = await context.loader(this.load).load(id);
    if (device) await this.tell(context, [await this.binding(context, id)]);
    return device;
  }

  async fresh(context: RequestContext, id: string): Promise<DeviceRow | null> {
    context.loader(this.loadBinding).clear(id);
    context.loader(this.load).clear(id);
    return this.find(context, id);
  }

  /** Of a device that was found within reach. */
  binding(context: RequestContext, deviceId: string): Promise<HealthDeviceBinding | null> {
    return context.loader(this.loadBinding).load(deviceId);
  }

  /** Of a device that was found within reach; patients beyond the caller's reach are left out. */
  async bindingsOfDevice(
    context: RequestContext,
    deviceId: string,
    args: PageArgs,
  ): Promise<Page<HealthDeviceBinding>> {
    const page = await this.bindingPage({ deviceId, patient: withinReach(context.principal, right) }, args);
    await this.tell(context, page.nodes);
    return page;
  }

  /** @throws AppError NOT_FOUND for a patient that the right does not reach. */
  async bindingsOfPatient(
    context: RequestContext,
    patientId: string,
    args: PageArgs,
  ): Promise<Page<HealthDeviceBinding>> {
    await this.access.open(context, right, patientId, "DEVICES");
    return this.bindingPage({ patientId }, args);
  }

  async summary({ principal }: RequestContext): Promise<HealthDeviceSummary> {
    const [row] = await this.db.tenant.$queryRaw<HealthDeviceSummary[]>`
      SELECT count(*)::int AS total,
        count(*) FILTER (WHERE d.connection = 'ONLINE')::int AS online,
        count(*) FILTER (WHERE d.connection = 'OFFLINE')::int AS offline,
        count(*) FILTER (WHERE d.connection = 'NEVER_SEEN')::int AS "neverSeen",
        count(o.device_id)::int AS bound,
        count(*) FILTER (WHERE d.battery <= ${batteryLow}::int)::int AS "batteryLow",
        count(*) FILTER (WHERE d.skew_ms <> 0)::int AS "clockWrong"
      FROM health_devices d
      LEFT JOIN health_device_bindings o ON o.device_id = d.id AND o.unbound_at IS NULL
      WHERE d.retired_at IS NULL AND ${devicesWithinReachSql(principal, right)}`;
    return row ?? { total: 0, online: 0, offline: 0, neverSeen: 0, bound: 0, batteryLow: 0, clockWrong: 0 };
  }

  private bindingPage(
    condition: Prisma.DeviceBindingWhereInput,
    args: PageArgs,
  ): Promise<Page<HealthDeviceBinding>> {
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) => {
        const found = { where: { AND: [condition, where] }, ...query, select: bindingColumns };
        return (await this.db.tenant.deviceBinding.findMany(found)).map(bindingOf);
      },
      () => this.db.tenant.deviceBinding.count({ where: condition }),
    );
  }

  private async tell(
    context: RequestContext,
    bindings: readonly (HealthDeviceBinding | null)[],
  ): Promise<void> {
    const patients = bindings.flatMap((binding) => (binding ? [binding.patientId] : []));
    await this.access.tell(context, [...new Set(patients)], "DEVICES");
  }

  private readonly load = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(DeviceRow | null)[]> => {
    const rows = await this.db.tenant.device.findMany({
      where: { AND: [{ id: { in: [...ids] } }, devicesWithinReach(principal, right)] },
      select: deviceColumns,
    });
    return inOrder(ids, rows.map(deviceOf));
  };

  private readonly loadBinding = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(HealthDeviceBinding | null)[]> => {
    const rows = await this.db.tenant.deviceBinding.findMany({
      where: { deviceId: { in: [...ids] }, unboundAt: null, patient: withinReach(principal, right) },
      select: bindingColumns,
    });
    const byDevice = new Map(rows.map((row) => [row.deviceId, bindingOf(row)]));
    return ids.map((id) => byDevice.get(id) ?? null);
  };
}

function bindingOf({ patient, ...binding }: BindingColumns): HealthDeviceBinding {
  return { ...binding, recordNumber: patient.recordNumber };
}

function conditionOf(filter: HealthDeviceFilter): Prisma.DeviceWhereInput {
  const { kinds, connections, patientId, isBound, isBatteryLow, isRetired, search } = filter;
  const open = { unboundAt: null };
  const contains = search ? { contains: search, mode: "insensitive" as const } : undefined;
  return {
    AND: [
      { retiredAt: isRetired === true ? { not: null } : null },
      ...(kinds ? [{ kind: { in: kinds } }] : []),
      ...(connections ? [{ connection: { in: connections } }] : []),
      ...(patientId ? [{ bindings: { some: { ...open, patientId } } }] : []),
      ...(isBound == null ? [] : [{ bindings: isBound ? { some: open } : { none: open } }]),
      ...(isBatteryLow == null ? [] : [batteryCondition(isBatteryLow)]),
      ...(contains
        ? [
            {
              OR: [
                { name: contains },
                { serialNumber: contains },
                { manufacturer: contains },
                { model: contains },
              ],
            },
          ]
        : []),
    ],
  };
}

function batteryCondition(isLow: boolean): Prisma.DeviceWhereInput {
  return isLow
    ? { battery: { lte: batteryLow } }
    : { OR: [{ battery: { gt: batteryLow } }, { battery: null }] };
}
