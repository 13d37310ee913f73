import type { MessageContentInput, RecipientKind } from "../../gql/graphql.ts";
import { isPossible } from "../../messages/content/contentForms.ts";
import { type Content, emptyContent, isBlank, pruned } from "../../messages/content/contentState.ts";

/** How and when messages go; the same for one and for ten thousand. */
export interface Sending {
  /** Empty: the best account is chosen. */
  accountId: string;
  /** ISO 8601; empty: now. */
  scheduledAt: string;
  maySpread: boolean;
}

export const usualSending: Sending = { accountId: "", scheduledAt: "", maySpread: true };

export interface Draft {
  source: "write" | "template";
  content: Content;
  templateId: string;
  /** Values by variable. */
  variables: Readonly<Record<string, string>>;
  kind: RecipientKind;
  recipients: readonly string[];
  sending: Sending;
}

export function emptyDraft(accountId: string, templateId: string): Draft {
  return {
    source: templateId ? "template" : "write",
    content: emptyContent("TEXT"),
    templateId,
    variables: {},
    kind: "MEMBER",
    recipients: [],
    sending: { ...usualSending, accountId },
  };
}

/** More than these are a batch's, from a file. */
export const recipientsMax = 1_000;

/** What was pasted, as ids: separated by whatever people separate them by. */
export function recipientsIn(text: string): readonly string[] {
  return text.split(/[\s,;|，；、]+/).filter(Boolean);
}

const idForms: Readonly<Record<RecipientKind, RegExp>> = {
  MEMBER: /^[A-Za-z0-9][\w.@-]{0,63}$/,
  DEPARTMENT: /^\d{1,10}$/,
  TAG: /^\d{1,10}$/,
  GROUP_CHAT: /^[A-Za-z0-9][\w.@-]{0,63}$/,
  CUSTOMER: /^[A-Za-z0-9][\w-]{0,63}$/,
  KF_CUSTOMER: /^[A-Za-z0-9][\w-]{0,63}\/[A-Za-z0-9][\w-]{0,63}$/,
};

/** Ids as WeCom gives them (path/90236, 90248, 92135, 94677). */
export function isRecipient(kind: RecipientKind, id: string): boolean {
  return idForms[kind].test(id);
}

/** The kinds that such a content can go to, the present one first where it can. */
export function kindFor(content: Content, kind: RecipientKind): RecipientKind {
  if (isPossible(content.type, kind)) return kind;
  return isPossible(content.type, "MEMBER") ? "MEMBER" : "GROUP_CHAT";
}

/** What stands for the content in an order: itself, or the template it is made of. */
export function sourceOf(
  draft: Pick<Draft, "source" | "content" | "templateId">,
): { content: MessageContentInput } | { templateId: string } {
  return draft.source === "template" ? { templateId: draft.templateId } : { content: pruned(draft.content) };
}

export function isWritten(draft: Pick<Draft, "source" | "content" | "templateId">): boolean {
  return draft.source === "template" ? draft.templateId !== "" : !isBlank(draft.content);
}

export function orderOf(sending: Sending): { accountId?: string; scheduledAt?: string; maySpread: boolean } {
  const { accountId, scheduledAt, maySpread } = sending;
  return { ...(accountId ? { accountId } : {}), ...(scheduledAt ? { scheduledAt } : {}), maySpread };
}

export function variablesIn(values: Readonly<Record<string, string>>, names: readonly string[]) {
  return names.map((name) => ({ name, value: values[name] ?? "" }));
}
