import type { Control } from "react-hook-form";
import type { PolicyValues } from "./policyForm.ts";

/** What each panel of the form gets. */
export interface PolicyPart {
  control: Control<PolicyValues>;
  /** Whoever may only look sees the same fields, and changes none. */
  disabled: boolean;
}
