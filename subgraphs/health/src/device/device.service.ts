import { v7 } from "uuid";
import { changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { refusal } from "@wegraph/kit/principal";
import { lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { scopeFor } from "@wegraph/kit/principal";
import type { BindingService } from "./binding.service.ts";
import { overlapHoursDefault } from "./device.input.ts";
import type {
  RegisterHealthDeviceInput,
  RotateHealthDeviceKeyInput,
  UpdateHealthDeviceInput,
} from "./device.input.ts";
import { lockDevice, manage, noteChange } from "./device.store.ts";
import { freshDeviceKey } from "./device.vault.ts";
import type { DeviceVault } from "./device.vault.ts";

interface DeviceWithKey {
  deviceId: string;
  key: string;
}

export interface DeviceServiceParts {
  db: HealthDatabase;
  vault: DeviceVault;
  bindings: BindingService;
  clock: () => Date;
}

/** What people do with devices. Nothing is told of a device that the right to read it does not reach. */
export class DeviceService {
  constructor(private readonly parts: DeviceServiceParts) {}

  /**
   * A repeat with the same idempotency key gets the same device and key.
   *
   * @throws AppError CONFLICT DEVICE_SERIAL_TAKEN; FORBIDDEN for a device of nobody, from who does not see the whole tenant.
   */
  async register(context: RequestContext, input: RegisterHealthDeviceInput): Promise<DeviceWithKey> {
    const { db, vault, bindings } = this.parts;
    const { principal } = context;
    const { idempotencyKey: key, ...wanted } = input;
    const { patientId } = wanted;
    if (!patientId && scopeFor(principal, manage) !== "TENANT") throw refusal(principal, [manage]);
    if (patientId) await bindings.openPatient(context, patientId);
    return db.tenant.$transaction(async (tx) => {
      const request = { tenantId: principal.tenantId, scope: "registerHealthDevice", key, input: wanted };
      const { id, sealed } = await once(tx, request, () => this.insert(tx, context, wanted));
      return { deviceId: id, key: vault.open(id, sealed) };
    }, lenient);
  }

  /** @throws AppError NOT_FOUND; CONFLICT DEVICE_CHANGED when it is not the version that was seen. */
  async update(context: RequestContext, input: UpdateHealthDeviceInput): Promise<void> {
    const { deviceId, version, intervalSeconds, ...texts } = input;
    await this.parts.db.tenant.$transaction(async (tx) => {
      const before = await lockDevice(tx, context, deviceId);
      if (version != null && version !== before.version)
        throw new AppError("CONFLICT", "DEVICE_CHANGED", "This device was changed meanwhile.", {
          id: deviceId,
        });
      const wanted = {
        ...(texts.name != null && { name: texts.name }),
        ...(texts.manufacturer !== undefined && { manufacturer: texts.manufacturer || null }),
        ...(texts.model !== undefined && { model: texts.model || null }),
        ...(intervalSeconds !== undefined && { intervalSeconds }),
      };
      const changes = changesBetween({ ...before }, wanted);
      if (changes.length === 0) return;
      await this.save(tx, deviceId, wanted);
      const fields = changes.map(({ field }) => field).join(", ");
      await noteChange(tx, context, {
        deviceId,
        change: "CHANGED",
        at: this.now(),
        changes,
        detail: { fields },
      });
    }, lenient);
  }

  /** @throws AppError NOT_FOUND. */
  async rotateKey(
    context: RequestContext,
    { deviceId, overlapHours }: RotateHealthDeviceKeyInput,
  ): Promise<DeviceWithKey> {
    const hours = overlapHours ?? overlapHoursDefault;
    return this.parts.db.tenant.$transaction(async (tx) => {
      await lockDevice(tx, context, deviceId);
      const { keySealed } = await tx.device.findUniqueOrThrow({
        where: { id: deviceId },
        select: { keySealed: true },
      });
      const key = freshDeviceKey();
      const now = this.now();
      const until = hours === 0 ? null : new Date(now.getTime() + hours * 3_600_000);
      await this.save(tx, deviceId, {
        keySealed: this.parts.vault.seal(deviceId, key),
        keyMadeAt: now,
        previousKeySealed: until && keySealed,
        previousKeyUntil: until,
      });
      const previousKeyUntil = until?.toISOString() ?? null;
      await noteChange(tx, context, {
        deviceId,
        change: "KEY_ROTATED",
        at: now,
        changes: [{ field: "key" }, { field: "previousKeyUntil", after: previousKeyUntil }],
        detail: { previousKeyUntil },
      });
      return { deviceId, key };
    }, lenient);
  }

  /** Out of service: it is nobody's any more, and nothing is taken from it. Retiring what is retired is no error. */
  async retire(context: RequestContext, deviceId: string, reason: string | null): Promise<void> {
    await this.parts.db.tenant.$transaction(async (tx) => {
      const before = await lockDevice(tx, context, deviceId);
      if (before.retiredAt) return;
      await this.parts.bindings.release(tx, context, before, reason);
      const now = this.now();
      await this.save(tx, deviceId, { retiredAt: now });
      await noteChange(tx, context, {
        deviceId,
        change: "RETIRED",
        at: now,
        changes: [
          { field: "retiredAt", after: now.toISOString() },
          ...(reason ? [{ field: "reason", after: reason }] : []),
        ],
        detail: { reason },
      });
    }, lenient);
  }

  async restore(context: RequestContext, deviceId: string): Promise<void> {
    await this.parts.db.tenant.$transaction(async (tx) => {
      const before = await lockDevice(tx, context, deviceId);
      if (!before.retiredAt) return;
      await this.save(tx, deviceId, { retiredAt: null });
      const changes = [{ field: "retiredAt", before: before.retiredAt.toISOString(), after: null }];
      await noteChange(tx, context, { deviceId, change: "RESTORED", at: this.now(), changes, detail: {} });
    }, lenient);
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    input: Omit<RegisterHealthDeviceInput, "idempotencyKey">,
  ): Promise<{ id: string; sealed: string }> {
    const { patientId, serialNumber, kind, name, manufacturer, model, intervalSeconds } = input;
    const id = v7();
    const now = this.now();
    const sealed = this.parts.vault.seal(id, freshDeviceKey());
    const inserted = await tx.$executeRaw`
      INSERT INTO health_devices (id, tenant_id, serial_number, kind, name, manufacturer, model, interval_seconds,
        connection_since, key_sealed, key_made_at, created_at, updated_at)
      VALUES (${id}::uuid, ${context.principal.tenantId}::uuid, ${serialNumber}, ${kind}, ${name},
        ${manufacturer || null}, ${model || null}, ${intervalSeconds ?? null}::int, ${now}::timestamptz, ${sealed},
        ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz)
      ON CONFLICT (tenant_id, serial_number) DO NOTHING`;
    if (inserted === 0)
      throw new AppError(
        "CONFLICT",
        "DEVICE_SERIAL_TAKEN",
        "A device with this serial number is there already.",
        {
          issues: [{ path: ["input", "serialNumber"], message: "there is one already" }],
        },
      );
    const changes = [
      { field: "serialNumber", after: serialNumber },
      { field: "kind", after: kind },
      { field: "name", after: name },
    ];
    await noteChange(tx, context, { deviceId: id, change: "REGISTERED", at: now, changes, detail: { kind } });
    if (patientId) await this.parts.bindings.attach(tx, context, { deviceId: id, patientId, reason: null });
    return { id, sealed };
  }

  private async save(
    tx: Tx,
    id: string,
    data: Parameters<Tx["device"]["updateMany"]>[0]["data"],
  ): Promise<void> {
    await tx.device.updateMany({
      where: { id },
      data: { ...data, version: { increment: 1 }, updatedAt: this.now() },
    });
  }

  private now(): Date {
    return this.parts.clock();
  }
}
