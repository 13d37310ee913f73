import { z } from "zod";

/** What is read of FHIR R4; everything else a resource holds is let be. */
const coding = z.object({ system: z.string().nullish(), code: z.string().nullish() });
const concept = z.object({ coding: z.array(coding).max(50).nullish() });
const identifier = z.object({ system: z.string().max(500).nullish(), value: z.string().max(200).nullish() });
const quantity = z.object({
  value: z.number().nullish(),
  unit: z.string().max(40).nullish(),
  system: z.string().nullish(),
  code: z.string().max(40).nullish(),
  comparator: z.string().nullish(),
});
const reference = z.object({ reference: z.string().max(500).nullish(), identifier: identifier.nullish() });
const measured = {
  code: concept,
  valueQuantity: quantity.nullish(),
  dataAbsentReason: z.unknown().optional(),
};

export const observationShape = z.object({
  resourceType: z.literal("Observation"),
  identifier: z.array(identifier).max(20).nullish(),
  status: z.string(),
  ...measured,
  subject: reference.nullish(),
  device: reference.nullish(),
  contained: z
    .array(z.looseObject({ resourceType: z.string(), id: z.string().nullish() }))
    .max(20)
    .nullish(),
  effectiveDateTime: z.string().nullish(),
  effectiveInstant: z.string().nullish(),
  effectivePeriod: z.object({ start: z.string().nullish(), end: z.string().nullish() }).nullish(),
  component: z.array(z.object(measured)).max(50).nullish(),
});
export type FhirObservation = z.infer<typeof observationShape>;
export type FhirMeasured = Pick<FhirObservation, "code" | "valueQuantity">;

export const containedDevice = z.object({
  identifier: z.array(identifier).nullish(),
  serialNumber: z.string().nullish(),
});

export const bundleShape = z.object({
  resourceType: z.literal("Bundle"),
  type: z.enum(["batch", "transaction", "collection"]),
  entry: z
    .array(
      z.object({
        resource: z.looseObject({ resourceType: z.string() }),
        request: z
          .object({ method: z.string(), url: z.string(), ifNoneExist: z.string().nullish() })
          .nullish(),
      }),
    )
    .nullish(),
});
export type FhirBundle = z.infer<typeof bundleShape>;
