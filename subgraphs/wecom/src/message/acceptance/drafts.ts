import { invalidInput } from "@wegraph/kit/errors";
import type { InputIssue } from "@wegraph/kit/errors";
import { checkContent } from "../content/content.ts";
import type { MessageContent } from "../content/content.ts";
import type { Channel } from "../content/content.channels.ts";
import type { RecipientKind } from "../message.enums.ts";
import { rendered, variablesOf } from "../template/template.rules.ts";

export interface Recipient {
  kind: RecipientKind;
  id: string;
  /** Of a CUSTOMER: who is to confirm it. */
  employeeId?: string | null | undefined;
}

/** What somebody wants to send, and where in the input it stands. */
export interface Wanted {
  recipient: Recipient;
  content: unknown;
  variables: readonly { name: string; value: string }[];
  path: readonly (string | number)[];
}

/** A message with everything about it checked. */
export interface Draft {
  recipient: Recipient;
  content: MessageContent;
}

const channelOf: Readonly<Record<RecipientKind, Channel>> = {
  MEMBER: "app",
  DEPARTMENT: "app",
  TAG: "app",
  GROUP_CHAT: "appchat",
  CUSTOMER: "customers",
  KF_CUSTOMER: "kf",
};

/** Beyond so many complaints nobody reads on. */
const issuesMax = 100;

/**
 * The messages as they will be sent: variables filled in, and each held against WeCom's limits for its kind.
 *
 * @throws AppError INVALID_INPUT that names every item with something wrong (the first hundred), or CONTENT_REFUSED
 * for a forbidden word.
 */
export function draftsOf(
  wanted: readonly Wanted[],
  findKeyword: ((content: unknown) => string | null) | null,
): Draft[] {
  const issues: InputIssue[] = [];
  const drafts: Draft[] = [];
  const namesOf = new Map<unknown, string[]>();
  for (const { recipient, content, variables, path } of wanted) {
    if (issues.length >= issuesMax) break;
    let names = namesOf.get(content);
    if (!names)
      namesOf.set(content, (names = variables.length > 0 || wanted.length > 1 ? variablesOf(content) : []));
    const values = new Map(variables.map(({ name, value }) => [name, value]));
    const missing = names.filter((name) => variables.length > 0 && !values.has(name));
    if (missing.length > 0) {
      issues.push({ path: [...path, "variables"], message: `no value for ${missing.join(", ")}` });
      continue;
    }
    const filled = variables.length > 0 ? rendered(content, values) : content;
    const checked = checkContent(filled, channelOf[recipient.kind], [...path, "content"]);
    if (!checked.ok) issues.push(...checked.issues);
    else {
      drafts.push({ recipient, content: checked.content });
      const keyword = findKeyword?.(checked.content);
      if (keyword) issues.push({ path: [...path, "content"], message: `holds a forbidden word: ${keyword}` });
    }
  }
  if (issues.length > 0) throw invalidInput(issues.slice(0, issuesMax), "MESSAGE_REFUSED");
  return drafts;
}
