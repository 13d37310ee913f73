import { readingsMax } from "../message.schema.ts";
import { bundleShape } from "./fhir.schema.ts";
import type { FhirBundle } from "./fhir.schema.ts";
import { hintOf, outcomeOf, problem } from "./outcome.ts";
import type { ObservationResult, OutcomeIssue } from "./outcome.ts";

export interface BundleEntry {
  /** Where its resource stands. */
  path: string;
  resource: unknown;
  ifNoneExist: string | null;
  /** False for what bundles bring along for reference: patients and devices are ours to keep. */
  isObservation?: boolean;
  /** Of one that is there: PUT, with the identifier as its condition. */
  isUpdate?: boolean;
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
    request &&
    (request.method !== "POST" || !broughtAlong.has(request.url)) &&
    !isCreation(request) &&
    !isUpdate(request)
      ? [
          problem(
            "not-supported",
            "only POST Observation, and PUT Observation?identifier=<system>|<value>",
            `Bundle.entry[${nth}].request`,
          ),
        ]
      : [],
  );
  if (wrong.length > 0) return { ok: false, status: 400, issues: wrong };
  const entries = given.map((each, nth) => ({
    path: `Bundle.entry[${nth}].resource`,
    resource: each.resource,
    ifNoneExist: conditionOf(each.request),
    isUpdate: each.request?.method === "PUT",
    isObservation: !broughtAlong.has(each.resource.resourceType),
  }));
  return { ok: true, type, entries };
}

function isCreation({ method, url }: { method: string; url: string }): boolean {
  return method === "POST" && url === "Observation";
}

const conditional = "Observation?";

function isUpdate({ method, url }: { method: string; url: string }): boolean {
  return method === "PUT" && url.startsWith(conditional);
}

function conditionOf(request: NonNullable<FhirBundle["entry"]>[number]["request"]): string | null {
  if (!request) return null;
  return isUpdate(request) ? request.url.slice(conditional.length) : (request.ifNoneExist ?? null);
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
    case "WITHDRAWN":
    case "WITHDRAWN_BEFORE":
    case "NOTED":
      return { status: "200 OK", outcome: outcomeOf([hintOf(outcome.is)]) };
    case "PASSED_OVER":
      return { status: "202 Accepted" };
    case "REFUSED":
      return { status: "422 Unprocessable Entity", outcome: outcomeOf(outcome.issues) };
  }
}

function expressionOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}
