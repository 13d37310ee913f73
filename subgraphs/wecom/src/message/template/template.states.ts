import type { Machine } from "@wegraph/kit/machine";

export const templateStates = ["DRAFT", "APPROVED", "REJECTED"] as const;
export type TemplateState = (typeof templateStates)[number];

export type TemplateDecision = "APPROVE" | "REJECT";

/** A version is decided on once; what is to be said otherwise is another version. */
export const templateMachine: Machine<TemplateState, TemplateDecision> = {
  DRAFT: { APPROVE: "APPROVED", REJECT: "REJECTED" },
  APPROVED: {},
  REJECTED: {},
};
