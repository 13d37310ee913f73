import { describe, expect, test } from "vitest";
import { checkValue } from "../../vital/vital.check.ts";
import { fhirExamples } from "./examples.ts";
import { readObservation } from "./observation.ts";

const heart = { ...fhirExamples.find(({ name }) => name === "heart-rate")?.resource };
const pressure = { ...fhirExamples.find(({ name }) => name === "blood-pressure")?.resource };

function issueOf(resource: unknown, path?: string) {
  const read = readObservation(resource, path);
  return read.ok ? null : [read.issues[0]?.code, read.issues[0]?.expression?.[0]];
}

describe("an Observation", () => {
  test.each(fhirExamples)("of the specification is read: $name", ({ resource, stored }) => {
    const read = readObservation(resource);
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    const values = read.value.readings.map((reading) => {
      const checked = checkValue(reading);
      if (checked.is === "REFUSED") throw new Error(checked.reason);
      return [checked.value.code, checked.value.value] as const;
    });
    expect(values.map(([code]) => code)).toEqual(Object.keys(stored));
    for (const [code, value] of values) expect(value).toBeCloseTo(stored[code] ?? Number.NaN, 8);
  });

  test.each([
    ["no time", { ...heart, effectiveDateTime: null }, ["required", "Observation.effective"]],
    ["a month only", { ...heart, effectiveDateTime: "1999-07" }, ["required", "Observation.effective"]],
    [
      "a time without offset",
      { ...heart, effectiveDateTime: "1999-07-02T10:00:00" },
      ["required", "Observation.effective"],
    ],
    ["no value", { ...heart, valueQuantity: null }, ["required", "Observation.valueQuantity"]],
    [
      "a value that is a text",
      { ...heart, valueQuantity: { value: "44" } },
      ["structure", "Observation.valueQuantity.value"],
    ],
    [
      "an unknown code",
      { ...heart, code: { coding: [{ system: "http://loinc.org", code: "1234-5" }] } },
      ["code-invalid", "Observation.code"],
    ],
    [
      "a code of another system",
      { ...heart, code: { coding: [{ system: "http://snomed.info/sct", code: "8867-4" }] } },
      ["code-invalid", "Observation.code"],
    ],
    [
      "a foreign unit",
      { ...heart, valueQuantity: { value: 44, system: "http://unitsofmeasure.org", code: "kg" } },
      ["value", "Observation.valueQuantity.code"],
    ],
    [
      "an impossible value",
      { ...heart, valueQuantity: { value: 4_400, unit: "/min" } },
      ["value", "Observation.valueQuantity.value"],
    ],
    [
      "a comparator",
      { ...heart, valueQuantity: { value: 44, unit: "/min", comparator: "<" } },
      ["not-supported", "Observation.valueQuantity.comparator"],
    ],
    ["a cancelled one", { ...heart, status: "cancelled" }, ["not-supported", "Observation.status"]],
    ["a panel without components", { ...pressure, component: [] }, ["required", "Observation.component"]],
    ["another resource", { ...heart, resourceType: "Patient" }, ["structure", "Observation.resourceType"]],
  ])("with %s is refused, and told where", (_, resource, expected) => {
    expect(issueOf(resource)).toEqual(expected);
  });

  test("in a Bundle is told of at its place there", () => {
    expect(issueOf({ ...heart, valueQuantity: null }, "Bundle.entry[3].resource")).toEqual([
      "required",
      "Bundle.entry[3].resource.valueQuantity",
    ]);
  });

  test("with one wrong component is refused whole", () => {
    const [systolic] = pressure["component"] as [object];
    const component = [systolic, { code: { coding: [{ system: "http://loinc.org", code: "8462-4" }] } }];
    expect(issueOf({ ...pressure, component })).toEqual([
      "required",
      "Observation.component[1].valueQuantity",
    ]);
  });

  test.each([
    ["its identifier", { device: { identifier: { value: "BP-1" } } }, { serialNumber: "BP-1" }],
    [
      "one that is inside",
      {
        device: { reference: "#d" },
        contained: [{ resourceType: "Device", id: "d", identifier: [{ value: "BP-2" }] }],
      },
      { serialNumber: "BP-2" },
    ],
    [
      "our id",
      { device: { reference: "Device/01890000-0000-7000-8000-000000000001" } },
      { id: "01890000-0000-7000-8000-000000000001" },
    ],
    ["an id of their own", { device: { reference: "Device/17" } }, null],
  ])("names its device by %s", (_, extra, device) => {
    const read = readObservation({ ...heart, ...extra });
    expect(read.ok && read.value.device).toEqual(device);
  });
});
