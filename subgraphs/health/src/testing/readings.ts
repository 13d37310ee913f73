import { v7 } from "uuid";
import type { NewReading } from "../vital/reading.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { World } from "./world.ts";

interface Given extends Partial<NewReading> {
  code: VitalCode;
  value: number;
  measuredAt: Date;
}

/** Takes readings of a patient in by the real intake, as if a person had entered each by itself. */
export async function takeReadings(
  world: World,
  tenantId: string,
  patientId: string,
  given: readonly Given[],
): Promise<void> {
  const readings = given.map((each): NewReading => ({
    patientId,
    given: null,
    statedAt: each.measuredAt,
    receivedAt: each.measuredAt,
    skewMs: 0,
    deviceId: null,
    source: "MANUAL",
    setId: v7(),
    mealContext: null,
    flags: [],
    enteredById: null,
    ...each,
  }));
  const outcomes = await world.parts.vitals.intake.take(tenantId, readings);
  const refused = outcomes.find((outcome) => outcome !== "STORED");
  if (refused !== undefined) throw new Error(`a reading of the test was not stored: ${refused}`);
}
