export type RestMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * A REST route: an operation of the graph under a path. The operation says everything else itself: its variables are
 * the route's parameters under their own names (the path's where the path names them, else the query's for GET and
 * DELETE and the body's properties otherwise; `idempotency_key` is the Idempotency-Key header), and its aliases
 * name the properties of the answer. A graph that lacks what the operation asks for does not have the route.
 */
export interface RestRoute {
  readonly method: RestMethod;
  /** `/api/v1/accounts/{account_id}` */
  readonly path: string;
  readonly summary: string;
  /** Routes under one heading in the OpenAPI document. */
  readonly tag: string;
  /** One named operation, its fields spelled out: no fragments. */
  readonly document: string;
  /** Where in the operation's data the answer's body is, by answer keys; nothing there is NOT_FOUND. */
  readonly body: readonly string[];
  /** 204 answers without the body. */
  readonly status: 200 | 201 | 202 | 204;
  /** Where the thing just made is to be found: a path with properties of the body in braces. */
  readonly location?: string;
  /** The caller may name its tenant, as `tenant_id`; any but its own is NOT_FOUND. */
  readonly acceptsTenantId?: boolean;
}

export const tenantParameter = "tenant_id";
export const idempotencyVariable = "idempotency_key";
export const idempotencyHeader = "idempotency-key";
