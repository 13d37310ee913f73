import { v7 } from "uuid";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";
import { lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { Timeline } from "../record/timeline.ts";
import type { BindHealthDeviceInput } from "./device.input.ts";
import type { DeviceRow } from "./device.row.ts";
import { lockDevice, manage, noteChange } from "./device.store.ts";

export interface BindingServiceParts {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  clock: () => Date;
}

interface Attachment {
  deviceId: string;
  patientId: string;
  reason: string | null;
  /** Since when, if not since now. */
  since?: Date | null;
}

/** Whose device it is: one patient's at a time, and who it was before is kept. */
export class BindingService {
  constructor(private readonly parts: BindingServiceParts) {}

  /**
   * Binding it to the patient who has it changes nothing.
   *
   * @throws AppError NOT_FOUND; CONFLICT DEVICE_BOUND while another patient has it, unless it is to be moved;
   * CONFLICT DEVICE_RETIRED; INVALID_INPUT for a gateway.
   */
  async bind(context: RequestContext, input: BindHealthDeviceInput): Promise<void> {
    const { deviceId, patientId } = input;
    const reason = input.reason || null;
    await this.openPatient(context, patientId);
    await this.parts.db.tenant.$transaction(async (tx) => {
      const device = await lockDevice(tx, context, deviceId);
      if (device.retiredAt)
        throw new AppError("CONFLICT", "DEVICE_RETIRED", "This device is out of service.", { id: deviceId });
      const open = await openBinding(tx, deviceId);
      if (open?.patientId === patientId.toLowerCase()) return;
      if (open && input.move !== true)
        throw new AppError("CONFLICT", "DEVICE_BOUND", "Another patient has this device.", { id: deviceId });
      await this.release(tx, context, device, reason);
      await this.attach(tx, context, { deviceId, patientId, reason, since: input.since ?? null });
    }, lenient);
  }

  /** Unbinding what is nobody's changes nothing. */
  async unbind(context: RequestContext, deviceId: string, reason: string | null): Promise<void> {
    await this.parts.db.tenant.$transaction(async (tx) => {
      const device = await lockDevice(tx, context, deviceId);
      await this.release(tx, context, device, reason);
    }, lenient);
  }

  /** @throws AppError NOT_FOUND for a patient that the right does not reach. */
  async openPatient(context: RequestContext, patientId: string): Promise<void> {
    await this.parts.access.open(context, manage, patientId, "DEVICES");
  }

  /** In the transaction of whoever has looked that the device is free and its patient within reach. */
  async attach(tx: Tx, context: RequestContext, attachment: Attachment): Promise<void> {
    const { deviceId, patientId, reason, since } = attachment;
    const { principal } = context;
    const { tenantId } = principal;
    const device = await tx.device.findUniqueOrThrow({
      where: { id: deviceId },
      select: { kind: true, name: true },
    });
    if (device.kind === "GATEWAY")
      throw invalidInput(
        [{ path: ["input", "patientId"], message: "a gateway is nobody's" }],
        "GATEWAY_UNBINDABLE",
      );
    const patient = await tx.patient.findUnique({ where: { id: patientId }, select: { archivedAt: true } });
    if (!patient || patient.archivedAt)
      throw new AppError("CONFLICT", "PATIENT_ARCHIVED", "This patient's file is archived.", {
        id: patientId,
      });
    const at = this.parts.clock();
    const boundAt = since ?? at;
    await mustBeFree(tx, deviceId, boundAt, at);
    const data = { id: v7(), tenantId, deviceId, patientId, boundAt, boundById: personId(principal), reason };
    await tx.deviceBinding.create({ data });
    await this.parts.timeline.add(tx, [
      {
        tenantId,
        patientId,
        kind: "DEVICE_BOUND",
        occurredAt: at,
        facts: { name: device.name, deviceKind: device.kind, reason },
        subject: { type: "device", id: deviceId },
        authorUserId: personId(principal),
      },
    ]);
    await noteChange(tx, context, {
      deviceId,
      change: "BOUND",
      at,
      changes: [
        { field: "patientId", after: patientId },
        ...(since ? [{ field: "since", after: since.toISOString() }] : []),
        ...(reason ? [{ field: "reason", after: reason }] : []),
      ],
      detail: { reason, since: since?.toISOString() ?? null },
    });
  }

  /** In the transaction of whoever holds the device's lock. */
  async release(tx: Tx, context: RequestContext, device: DeviceRow, reason: string | null): Promise<void> {
    const open = await openBinding(tx, device.id);
    if (!open) return;
    const { principal } = context;
    const { tenantId } = principal;
    const { patientId } = open;
    const at = this.parts.clock();
    await tx.deviceBinding.updateMany({
      where: { id: open.id },
      data: { unboundAt: at, unboundById: personId(principal), ...(reason && { reason }) },
    });
    await this.parts.timeline.add(tx, [
      {
        tenantId,
        patientId,
        kind: "DEVICE_UNBOUND",
        occurredAt: at,
        facts: { name: device.name, deviceKind: device.kind, reason },
        subject: { type: "device", id: device.id },
        authorUserId: personId(principal),
      },
    ]);
    await noteChange(tx, context, {
      deviceId: device.id,
      change: "UNBOUND",
      at,
      patientId,
      changes: [
        { field: "patientId", before: patientId },
        ...(reason ? [{ field: "reason", after: reason }] : []),
      ],
      detail: { reason },
    });
  }
}

function openBinding(tx: Tx, deviceId: string) {
  return tx.deviceBinding.findFirst({
    where: { deviceId, unboundAt: null },
    select: { id: true, patientId: true },
  });
}

/** Nobody else had it then, and it is not in time to come. */
async function mustBeFree(tx: Tx, deviceId: string, boundAt: Date, now: Date): Promise<void> {
  const path = ["input", "since"];
  if (boundAt > now) throw invalidInput([{ path, message: "not after now" }]);
  const later = await tx.deviceBinding.findFirst({
    where: { deviceId, unboundAt: { gt: boundAt } },
    select: { id: true },
  });
  if (later) throw invalidInput([{ path, message: "somebody else had the device then" }], "BINDING_OVERLAPS");
}

/** A program is no person; who it was stands in the audit log. */
function personId({ kind, id }: Principal): string | null {
  return kind === "USER" ? id : null;
}
