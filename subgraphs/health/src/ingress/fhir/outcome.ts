import type { WebhookAnswer } from "@wegraph/kit/webhook";

export const fhirJson = "application/fhir+json; charset=utf-8";

/** One of FHIR R4's issue types (value set issue-type), of those that are said here. */
export type IssueCode =
  | "structure"
  | "required"
  | "value"
  | "code-invalid"
  | "not-supported"
  | "not-found"
  | "business-rule"
  | "duplicate"
  | "security"
  | "login"
  | "throttled"
  | "conflict"
  | "too-costly"
  | "informational";

export interface OutcomeIssue {
  severity: "error" | "warning" | "information";
  code: IssueCode;
  diagnostics: string;
  /** FHIRPath: "Observation.component[1].valueQuantity". */
  expression?: readonly string[];
}

export function problem(code: IssueCode, diagnostics: string, expression?: string): OutcomeIssue {
  return {
    severity: "error",
    code,
    diagnostics,
    ...(expression !== undefined && { expression: [expression] }),
  };
}

/** An OperationOutcome resource (FHIR R4). */
export function outcomeOf(issue: readonly OutcomeIssue[]): object {
  return { resourceType: "OperationOutcome", issue };
}

export function answerWith(status: number, resource: object): WebhookAnswer {
  return { status, contentType: fhirJson, body: JSON.stringify(resource) };
}

/** What became of one Observation. */
export type ObservationResult =
  | {
      is:
        | "CREATED"
        | "DUPLICATE"
        | "PASSED_OVER"
        | "WITHDRAWN"
        | "WITHDRAWN_BEFORE"
        /** Withdrawn before it came. */
        | "NOTED";
    }
  | { is: "REFUSED"; issues: readonly OutcomeIssue[] };

const told: Readonly<Record<Exclude<ObservationResult["is"], "REFUSED">, [IssueCode, string]>> = {
  CREATED: ["informational", "stored"],
  DUPLICATE: ["duplicate", "stored before; nothing was added"],
  PASSED_OVER: ["informational", "let be"],
  WITHDRAWN: ["informational", "withdrawn: it counts no more"],
  WITHDRAWN_BEFORE: ["duplicate", "withdrawn before; nothing was changed"],
  NOTED: ["informational", "nothing of it is stored, and will not be"],
};

/** In words, where nothing is wrong. */
export function hintOf(result: Exclude<ObservationResult["is"], "REFUSED">): OutcomeIssue {
  const [code, diagnostics] = told[result];
  return { severity: "information", code, diagnostics };
}
