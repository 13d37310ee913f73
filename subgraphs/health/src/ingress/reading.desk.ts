import type { NewReading, VitalIntake } from "../vital/reading.ts";
import type { ReadingSource } from "../vital/vital.codes.ts";
import type { Contacts } from "./contacts.ts";
import type { Admitted } from "./doorkeeper.ts";
import type { DeviceMessage } from "./message.schema.ts";
import { placeReadings } from "./placed.ts";
import type { ReadingRefusal } from "./placed.ts";
import type { Refusals } from "./refusals.ts";
import type { Skews } from "./skews.ts";
import type { Standings } from "./standings.ts";

export interface ReadingDeskParts {
  standings: Standings;
  skews: Skews;
  contacts: Contacts;
  refusals: Refusals;
  intake: VitalIntake;
}

/** What became of one reading. */
export type ReadingResult = "STORED" | "DUPLICATE" | "PASSED_OVER" | "WITHDRAWN" | ReadingRefusal;

export interface TakenReading {
  result: ReadingResult;
  /** Whose it is, and of when; null of one that is refused. */
  reading: NewReading | null;
}

export interface Delivery {
  admitted: Admitted;
  address: string;
  source: Extract<ReadingSource, "DEVICE" | "FHIR">;
  messages: readonly DeviceMessage[];
  /** One that is refused keeps all of them from being stored. */
  isAtomic?: boolean;
}

/** From what devices say to what is stored: whose it is, when it was, whether it can be; each reading by itself. */
export class ReadingDesk {
  constructor(private readonly parts: ReadingDeskParts) {}

  /** Resolves once what is stored is committed: a result for each reading of all messages, in their order. */
  async take({ admitted, address, source, messages, isAtomic = false }: Delivery): Promise<TakenReading[]> {
    const { device, signedAt, arrivedAt } = admitted;
    const { standings, contacts } = this.parts;
    const serials = messages.map(({ serialNumber }) => serialNumber ?? device.serialNumber);
    const known = await standings.of(device.tenantId, [...new Set(serials)]);
    const isHeard = new Set<string>();
    const placed = messages.flatMap((message, nth): (NewReading | ReadingRefusal)[] => {
      const standing = known.get(serials[nth] ?? "");
      const maySpeak = standing && (standing.deviceId === device.id || device.isGateway);
      if (!standing || !maySpeak || standing.isRetired) return message.readings.map(() => "UNKNOWN_DEVICE");
      const sentAt = message.sentAt ?? signedAt;
      const skewMs = this.parts.skews.note(standing.deviceId, sentAt, arrivedAt);
      const { battery, firmware } = message;
      contacts.note(standing.deviceId, { at: arrivedAt, address, battery, firmware, skewMs });
      isHeard.add(standing.deviceId);
      return placeReadings(message.readings, { standing, arrivedAt, sentAt, skewMs, source });
    });
    if (!isHeard.has(device.id))
      contacts.note(device.id, { at: arrivedAt, address, battery: null, firmware: null, skewMs: 0 });
    const isRefused = isAtomic && placed.some((each) => typeof each === "string");
    const results = isRefused
      ? placed.map((each) => (typeof each === "string" ? each : "PASSED_OVER"))
      : await this.store(device.tenantId, placed);
    this.count(admitted, results);
    return placed.map((each, nth) => ({
      result: results[nth] ?? "PATIENT_GONE",
      reading: typeof each === "string" ? null : each,
    }));
  }

  private async store(
    tenantId: string,
    placed: readonly (NewReading | ReadingRefusal)[],
  ): Promise<ReadingResult[]> {
    const readings = placed.filter((each) => typeof each !== "string");
    const outcomes = readings.length === 0 ? [] : await this.parts.intake.take(tenantId, readings);
    let nth = 0;
    return placed.map((each) => (typeof each === "string" ? each : (outcomes[nth++] ?? "PATIENT_GONE")));
  }

  private count({ device }: Admitted, results: readonly ReadingResult[]): void {
    const counts = new Map<string, number>();
    for (const result of results)
      if (result !== "STORED" && result !== "DUPLICATE" && result !== "PASSED_OVER")
        counts.set(result, (counts.get(result) ?? 0) + 1);
    for (const [reason, count] of counts)
      this.parts.refusals.add({ tenantId: device.tenantId, deviceId: device.id }, reason, count);
  }
}
