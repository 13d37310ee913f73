import { inTenant } from "@wegraph/database/scope";
import { audit } from "@wegraph/kit/audit";
import { AppError } from "@wegraph/kit/errors";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { VitalSign as VitalSignRow } from "@wegraph/db-health/client";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { retryingClashes } from "../vital/intake/intake.clash.ts";
import { isKeyed, keyTimeOf } from "../vital/intake/intake.keys.ts";
import type { NewReading } from "../vital/reading.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { VitalRetraction } from "../vital/vital.retraction.ts";

const part = "device-ingress";
/** Clocks are off by less, or a reading is of when it arrived. */
const aroundMs = 2 * 24 * 3_600_000;

/** Where values of a device are that were measured together. */
export interface Place {
  /** Those who may have had the device. */
  patientIds: string[];
  deviceId: string;
  codes: VitalCode[];
  measuredAt: Date;
  /** By the device's clock. */
  statedAt: Date;
  /** By which a repeated reading is known, to be forgotten: another one of the same moment may come. Null: it stays. */
  keyedAt: Date | null;
}

export function placeOf(readings: readonly NewReading[], now: Date): Place | null {
  const [first] = readings;
  if (!first || first.deviceId === null) return null;
  const { patientId, deviceId, measuredAt, statedAt } = first;
  const keyedAt = isKeyed(first, now) ? keyTimeOf(first) : null;
  return {
    patientIds: [patientId],
    deviceId,
    codes: readings.map(({ code }) => code),
    measuredAt,
    statedAt,
    keyedAt,
  };
}

/** What became of a withdrawal. */
export type Withdrawal = "WITHDRAWN" | "WITHDRAWN_BEFORE" | "NOT_FOUND";

/** Takes back what devices say they should never have sent; each device its own values only. */
export class Withdrawals {
  constructor(
    private readonly db: HealthDatabase,
    private readonly retraction: VitalRetraction,
    private readonly clock: () => Date,
  ) {}

  /** Of what has no name: by device, code and the time that the device said. Null where there is none. */
  async find(
    tenantId: string,
    said: { serialNumber: string; codes: VitalCode[]; at: Date },
  ): Promise<Place | null> {
    return await inTenant(tenantId, async () => {
      const device = await this.db.tenant.device.findFirst({
        where: { serialNumber: said.serialNumber },
        select: { id: true, bindings: { select: { patientId: true } } },
      });
      if (!device) return null;
      const patientIds = [...new Set(device.bindings.map(({ patientId }) => patientId))];
      const times = { measuredAt: said.at, statedAt: said.at, keyedAt: null };
      const place = { patientIds, deviceId: device.id, codes: said.codes, ...times };
      const values = await valuesAt(this.db.tenant, place);
      return values.length > 0 ? place : null;
    });
  }

  /** A reading that comes at the same time is stored before or after: both wait for the patient. */
  async withdraw(tenantId: string, place: Place): Promise<Withdrawal> {
    return retryingClashes(() =>
      inTenant(tenantId, () =>
        this.db.tenant
          .$transaction((tx) => this.apply(tx, tenantId, place), lenient)
          .catch((error: unknown) => {
            if (error instanceof AppError && error.reason === "VITAL_SIGN_RETRACTED")
              return "WITHDRAWN_BEFORE";
            throw error;
          }),
      ),
    );
  }

  private async apply(tx: Tx, tenantId: string, place: Place): Promise<Withdrawal> {
    const { deviceId, codes, keyedAt } = place;
    const values = await valuesAt(tx, place);
    const [first] = values;
    if (!first) return "NOT_FOUND";
    const { patientId } = first;
    const origin = systemOrigin(part, tenantId);
    const taken = await this.retraction.apply(tx, origin, { patientId, values }, this.clock());
    if (keyedAt)
      await tx.vitalSignKey.deleteMany({ where: { deviceId, code: { in: codes }, statedAt: keyedAt } });
    await audit(tx, domain, origin, {
      action: "vital-sign.retracted",
      resourceType: "vital-sign",
      resourceId: patientId,
      changes: [
        { field: "ids", after: taken.map(({ id }) => id) },
        { field: "codes", after: taken.map(({ code }) => code) },
        { field: "device", after: deviceId },
        { field: "reason", after: "entered-in-error" },
      ],
    });
    return "WITHDRAWN";
  }
}

/** Retracted ones too: they tell a withdrawal that is repeated from one of nothing. */
function valuesAt(
  db: Pick<Tx, "vitalSign">,
  { patientIds, deviceId, codes, measuredAt, statedAt }: Place,
): Promise<VitalSignRow[]> {
  const around = { gte: earlier(measuredAt), lte: later(measuredAt) };
  return db.vitalSign
    .findMany({ where: { patientId: { in: patientIds }, code: { in: codes }, deviceId, measuredAt: around } })
    .then((rows) =>
      rows.filter(
        (row) =>
          row.measuredAt.getTime() === measuredAt.getTime() ||
          row.measuredAt.getTime() + row.skewMs === statedAt.getTime(),
      ),
    );
}

function earlier(at: Date): Date {
  return new Date(at.getTime() - aroundMs);
}

function later(at: Date): Date {
  return new Date(at.getTime() + aroundMs);
}
