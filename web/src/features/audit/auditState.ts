import type { AuditFilter } from "../../gql/graphql.ts";
import { pagingState } from "../../ui/paging.ts";
import { type StateOf, text } from "../../ui/urlState.ts";

export const resourceKinds = [
  "account",
  "api-key",
  "corp",
  "role",
  "session",
  "tenant",
  "user",
  "bulk-operation",
  "message",
  "message-batch",
  "message-template",
  "account-alert",
  "health-alert",
  "alert-rule",
  "webhook-endpoint",
  "callback",
  "file",
] as const;

export const auditState = {
  action: text,
  resourceType: text,
  resourceId: text,
  actorId: text,
  /** Only so that the filter can say whom it is set to. */
  actorName: text,
  from: text,
  to: text,
  ...pagingState,
};

export type AuditState = StateOf<typeof auditState>;

export const noFilter = {
  action: "",
  resourceType: "",
  resourceId: "",
  actorId: "",
  actorName: "",
  from: "",
  to: "",
} as const;

export function filterOf(state: AuditState): AuditFilter | null {
  const filter: AuditFilter = {
    ...(state.action ? { action: state.action } : {}),
    ...(state.resourceType ? { resourceType: state.resourceType } : {}),
    ...(state.resourceId ? { resourceId: state.resourceId } : {}),
    ...(state.actorId ? { actorId: state.actorId } : {}),
    ...(state.from ? { from: state.from } : {}),
    ...(state.to ? { to: state.to } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}
