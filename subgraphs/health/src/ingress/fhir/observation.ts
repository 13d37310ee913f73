import { isUuid } from "@wegraph/kit/validate";
import { checkValue } from "../../vital/vital.check.ts";
import { meaningOf, panelCodes } from "../../vital/vital.aliases.ts";
import type { StatedReading } from "../message.schema.ts";
import { containedDevice, observationShape } from "./fhir.schema.ts";
import type { FhirMeasured, FhirObservation } from "./fhir.schema.ts";
import { problem } from "./outcome.ts";
import type { IssueCode, OutcomeIssue } from "./outcome.ts";

const loinc = "http://loinc.org";
const ucum = "http://unitsofmeasure.org";

/** What an Observation says, as a device's own message would. */
export interface ReadObservation {
  readings: StatedReading[];
  /** By its serial number, or by our id; neither where it does not say. */
  device: { serialNumber: string } | { id: string } | null;
  /** `system|value` of each. */
  identifiers: string[];
}

export type ObservationReading = { ok: true; value: ReadObservation } | { ok: false; issues: OutcomeIssue[] };

/**
 * Reads a FHIR R4 Observation of the vital-signs profile: LOINC codes (one known coding is enough), UCUM quantities, components.
 * It is taken whole or not at all.
 *
 * @param path where it stands: "Observation", "Bundle.entry[3].resource".
 */
export function readObservation(resource: unknown, path = "Observation"): ObservationReading {
  const parsed = observationShape.safeParse(resource);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) =>
        problem("structure", issue.message, `${path}${expressionOf(issue.path)}`),
      ),
    };
  const observation = parsed.data;
  const status = statusIssue(observation.status, path);
  if (status) return { ok: false, issues: [status] };
  const at = effectiveOf(observation);
  if (!at) {
    const missing = problem(
      "required",
      "needs a time to the day at least, or a moment with its offset",
      `${path}.effective`,
    );
    return { ok: false, issues: [missing] };
  }
  const { values, issues } = valuesOf(observation, path);
  if (issues.length > 0) return { ok: false, issues };
  const subjectId = idOf(observation.subject?.reference, "Patient");
  return {
    ok: true,
    value: {
      readings: values.map((value) => ({ ...value, at, mealContext: null, flags: [], subjectId })),
      device: deviceOf(observation),
      identifiers: identifiersOf(observation),
    },
  };
}

export function identifiersOf({ identifier }: FhirObservation): string[] {
  return (identifier ?? []).flatMap(({ system, value }) => (value ? [`${system ?? ""}|${value}`] : []));
}

export function loincsOf({ code }: FhirMeasured): string[] {
  return (code.coding ?? []).flatMap(({ system, code: each }) => (system === loinc && each ? [each] : []));
}

function statusIssue(status: string, path: string): OutcomeIssue | null {
  if (status === "final") return null;
  return problem("not-supported", "only final observations are taken", `${path}.status`);
}

type Value = Pick<StatedReading, "code" | "value" | "unit">;

function valuesOf(observation: FhirObservation, path: string): { values: Value[]; issues: OutcomeIssue[] } {
  const values: Value[] = [];
  const issues: OutcomeIssue[] = [];
  const components = observation.component ?? [];
  const take = (measured: FhirMeasured, at: string) => {
    const read = valueOf(measured, at);
    if ("code" in read && "severity" in read) issues.push(read);
    else values.push(read);
  };
  // A panel's values stand in its components; any other observation may have both.
  if (!isPanel(observation) && (observation.valueQuantity || components.length === 0))
    take(observation, path);
  for (const [nth, component] of components.entries()) take(component, `${path}.component[${nth}]`);
  if (values.length === 0 && issues.length === 0)
    issues.push(problem("required", "a panel without components says nothing", `${path}.component`));
  return { values, issues };
}

function valueOf({ code, valueQuantity }: FhirMeasured, path: string): Value | OutcomeIssue {
  const known = loincsOf({ code }).find((each) => meaningOf(each) !== null);
  if (known === undefined)
    return problem("code-invalid", "no LOINC code of a vital sign that is kept", `${path}.code`);
  const value = valueQuantity?.value;
  if (!valueQuantity || value == null)
    return problem("required", "needs a quantity with a value", `${path}.valueQuantity`);
  if (valueQuantity.comparator)
    return problem("not-supported", "a comparator says no value", `${path}.valueQuantity.comparator`);
  const unit = (valueQuantity.system === ucum ? valueQuantity.code : null) ?? valueQuantity.unit ?? null;
  const checked = checkValue({ code: known, value, unit });
  if (checked.is === "TAKEN") return { code: known, value, unit };
  const issueCode: IssueCode = checked.field === "code" ? "code-invalid" : "value";
  const field = checked.field === "unit" ? ".valueQuantity.code" : ".valueQuantity.value";
  return problem(issueCode, checked.message, `${path}${checked.field === "code" ? ".code" : field}`);
}

function isPanel({ code }: FhirObservation): boolean {
  return (code.coding ?? []).some(({ code: each }) => each != null && panelCodes.has(each));
}

const dayForm = /^\d{4}-\d{2}-\d{2}$/;
const momentForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A day counts from its beginning in UTC: FHIR allows no more to be said of it. A period counts as its end. */
export function effectiveOf({
  effectiveDateTime,
  effectiveInstant,
  effectivePeriod,
}: FhirObservation): Date | null {
  const said = effectiveInstant ?? effectiveDateTime ?? effectivePeriod?.end ?? effectivePeriod?.start;
  if (said == null || !(dayForm.test(said) || momentForm.test(said))) return null;
  const at = new Date(said);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function deviceOf({ device, contained }: FhirObservation): ReadObservation["device"] {
  const said = device?.identifier?.value;
  if (said) return { serialNumber: said };
  const local = device?.reference?.startsWith("#") ? device.reference.slice(1) : undefined;
  if (local !== undefined) {
    const inside = (contained ?? []).find(
      ({ id, resourceType }) => id === local && resourceType === "Device",
    );
    const { serialNumber, identifier } = containedDevice.safeParse(inside).data ?? {};
    const serial = serialNumber ?? identifier?.[0]?.value;
    return serial ? { serialNumber: serial } : null;
  }
  const id = idOf(device?.reference, "Device");
  return id === null ? null : { id };
}

/** Of a reference to something of ours; what others number otherwise is their own. */
function idOf(reference: string | null | undefined, type: string): string | null {
  const id = reference?.startsWith(`${type}/`) ? reference.slice(type.length + 1) : "";
  return isUuid(id) ? id.toLowerCase() : null;
}

function expressionOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}
