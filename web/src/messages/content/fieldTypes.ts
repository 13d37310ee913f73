import type { ComponentType } from "react";
import type { Field } from "./fields.ts";
import type { Path } from "./contentState.ts";
import type { ContentIssue } from "./issueText.ts";

export interface ContentFieldsProps {
  fields: readonly Field[];
  value: unknown;
  /** Where `value` lies in the content: issues name their field from there. */
  path: Path;
  issues: readonly ContentIssue[];
  onChange: (value: unknown) => void;
}

export interface OneFieldProps<Kind extends Field["kind"] = Field["kind"]> {
  field: Extract<Field, { kind: Kind }>;
  value: unknown;
  path: Path;
  issues: readonly ContentIssue[];
  onChange: (value: unknown) => void;
}

/** A field that holds fields: it is given what draws them, for that draws it in turn. */
export type NestingProps<Kind extends Field["kind"]> = OneFieldProps<Kind> & {
  label: string;
  problem?: string | undefined;
  Fields: ComponentType<ContentFieldsProps>;
};
