import { checkContent } from "../content/content.ts";
import type { MessagePreview } from "./preview.model.ts";
import { rendered, variablesOf } from "./template.rules.ts";

/** What a member would be sent, and everything that speaks against it. */
export function preview(
  content: unknown,
  variables: readonly { name: string; value: string }[],
  findKeyword: ((content: unknown) => string | null) | null,
): MessagePreview {
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  const filled = rendered(content, values);
  const checked = checkContent(filled, isForGroups(content) ? "appchat" : "app");
  return {
    content: checked.ok ? checked.content : filled,
    missing: variablesOf(content).filter((name) => !values.has(name)),
    issues: checked.ok ? [] : checked.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    keyword: findKeyword?.(filled) ?? null,
  };
}

function isForGroups(content: unknown): boolean {
  return (
    typeof content === "object" && content !== null && "type" in content && content.type === "GROUP_TEXT"
  );
}
