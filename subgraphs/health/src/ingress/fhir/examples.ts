/**
 * The sample data of FHIR R4's vital-signs profile and of its Observation examples (hl7.org/fhir/R4): what was measured, coded
 * and dated there, without narrative.
 */
const loinc = (code: string) => ({ system: "http://loinc.org", code });
const quantity = (value: number, unit: string, code: string) => ({
  value,
  unit,
  system: "http://unitsofmeasure.org",
  code,
});
const subject = { reference: "Patient/example" };
const category = [
  {
    coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }],
  },
];
const common = { resourceType: "Observation", status: "final", category, subject };

export interface FhirExample {
  name: string;
  resource: Readonly<Record<string, unknown>>;
  /** By code, in the kept unit. */
  stored: Readonly<Record<string, number>>;
}

export const fhirExamples: readonly FhirExample[] = [
  {
    name: "blood-pressure",
    resource: {
      ...common,
      identifier: [{ system: "urn:ietf:rfc:3986", value: "urn:uuid:187e0c12-8dd2-67e2-99b2-bf273c878281" }],
      code: { coding: [loinc("85354-9")], text: "Blood pressure systolic & diastolic" },
      effectiveDateTime: "2012-09-17",
      bodySite: { coding: [{ system: "http://snomed.info/sct", code: "368209003" }] },
      component: [
        {
          code: { coding: [loinc("8480-6"), { system: "http://snomed.info/sct", code: "271649006" }] },
          valueQuantity: quantity(107, "mmHg", "mm[Hg]"),
        },
        { code: { coding: [loinc("8462-4")] }, valueQuantity: quantity(60, "mmHg", "mm[Hg]") },
      ],
    },
    stored: { "8480-6": 107, "8462-4": 60 },
  },
  {
    name: "heart-rate",
    resource: {
      ...common,
      code: { coding: [loinc("8867-4")], text: "Heart rate" },
      effectiveDateTime: "1999-07-02",
      valueQuantity: quantity(44, "beats/minute", "/min"),
    },
    stored: { "8867-4": 44 },
  },
  {
    name: "respiratory-rate",
    resource: {
      ...common,
      code: { coding: [loinc("9279-1")], text: "Respiratory rate" },
      effectiveDateTime: "1999-07-02",
      valueQuantity: quantity(26, "breaths/minute", "/min"),
    },
    stored: { "9279-1": 26 },
  },
  {
    name: "satO2",
    resource: {
      ...common,
      identifier: [{ system: "http://goodcare.org/observation/id", value: "o1223435-10" }],
      code: {
        coding: [
          loinc("2708-6"),
          loinc("59408-5"),
          { system: "urn:iso:std:iso:11073:10101", code: "150456" },
        ],
      },
      effectiveDateTime: "2014-12-05T09:30:10+01:00",
      valueQuantity: quantity(95, "%", "%"),
      device: { reference: "DeviceMetric/example" },
    },
    stored: { "2708-6": 95 },
  },
  {
    name: "body-temperature",
    resource: {
      ...common,
      code: { coding: [loinc("8310-5")], text: "Body temperature" },
      effectiveDateTime: "1999-07-02",
      valueQuantity: quantity(36.5, "C", "Cel"),
    },
    stored: { "8310-5": 36.5 },
  },
  {
    name: "body-height",
    resource: {
      ...common,
      code: { coding: [loinc("8302-2")], text: "Body height" },
      effectiveDateTime: "1999-07-02",
      valueQuantity: quantity(66.89999999999999, "in", "[in_i]"),
    },
    stored: { "8302-2": 169.926 },
  },
  {
    name: "bmi",
    resource: {
      ...common,
      code: { coding: [loinc("39156-5")], text: "BMI" },
      effectiveDateTime: "1999-07-02",
      valueQuantity: quantity(16.2, "kg/m2", "kg/m2"),
    },
    stored: { "39156-5": 16.2 },
  },
  {
    name: "body-weight",
    resource: {
      ...common,
      code: {
        coding: [loinc("29463-7"), loinc("3141-9"), { system: "http://snomed.info/sct", code: "27113001" }],
      },
      effectiveDateTime: "2016-03-28",
      valueQuantity: quantity(185, "lbs", "[lb_av]"),
    },
    stored: { "29463-7": 83.914_588_45 },
  },
  {
    name: "f001 glucose",
    resource: {
      ...common,
      identifier: [{ system: "http://www.bmc.nl/zorgportal/identifiers/observations", value: "6323" }],
      code: { coding: [loinc("15074-8")] },
      effectivePeriod: { start: "2013-04-02T09:30:10+01:00" },
      issued: "2013-04-03T15:30:10+01:00",
      valueQuantity: quantity(6.3, "mmol/l", "mmol/L"),
    },
    stored: { "14743-9": 6.3 },
  },
];
