import { readingsMax } from "../message.schema.ts";
import type { ObservationResult } from "./fhir.door.ts";
import { bundleShape } from "./fhir.schema.ts";
import type { FhirBundle } from "./fhir.schema.ts";
import { outcomeOf, problem } from "./outcome.ts";
import type { OutcomeIssue } from "./outcome.ts";

export interface BundleEntry {
  /** Where its resource stands. */
  path: string;
  resource: unknown;
  ifNoneExist: string | null;
  /** False for what bundles bring along for reference: patients and devices are ours to keep. */
  isObservation?: boolean;
}

export type ReadBundle =
  | { ok: true; type: FhirBundle["type"]; entries: BundleEntry[] }
  | { ok: false; status: 400 | 413; issues: OutcomeIssue[] };

const broughtAlong = new Set(["Patient", "Device", "Practitioner", "Organization"]);

/** Reads a Bundle of type batch, transaction or collection. */
export function readBundle(resource: unknown): ReadBundle {
  const parsed = bundleShape.safeParse(resource);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ message, path }) =>
      problem("structure", message, `Bundle${expressionOf(path)}`),
    );
    return { ok: false, status: 400, issues };
  }
  const { type, entry = [] } = parsed.data;
  const given = entry ?? [];
  if (given.length > readingsMax)
    return {
      ok: false,
      status: 413,
      issues: [problem("too-costly", `at most ${readingsMax} entries`, "Bundle.entry")],
    };
  const wrong = given.flatMap(({ request }, nth) =>
    request && (request.method !== "POST" || !broughtAlong.has(request.url)) && !isCreation(request)
      ? [problem("not-supported", "only POST Observation", `Bundle.entry[${nth}].request`)]
      : [],
  );
  if (wrong.length > 0) return { ok: false, status: 400, issues: wrong };
  const entries = given.map((each, nth) => ({
    path: `Bundle.entry[${nth}].resource`,
    resource: each.resource,
    ifNoneExist: each.request?.ifNoneExist ?? null,
    isObservation: !broughtAlong.has(each.resource.resourceType),
  }));
  return { ok: true, type, entries };
}

function isCreation({ method, url }: { method: string; url: string }): boolean {
  return method === "POST" && url === "Observation";
}

/** A Bundle that answers a batch or a transaction: an entry for each, in their order. */
export function batchResponse(isTransaction: boolean, outcomes: readonly ObservationResult[]): object {
  return {
    resourceType: "Bundle",
    type: isTransaction ? "transaction-response" : "batch-response",
    entry: outcomes.map((outcome) => ({ response: responseOf(outcome) })),
  };
}

function responseOf(outcome: ObservationResult): object {
  switch (outcome.is) {
    case "CREATED":
      return { status: "201 Created" };
    case "DUPLICATE":
      return { status: "200 OK" };
    case "PASSED_OVER":
      return { status: "202 Accepted" };
    case "REFUSED":
      return { status: "422 Unprocessable Entity", outcome: outcomeOf(outcome.issues) };
  }
}

function expressionOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}
