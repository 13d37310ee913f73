import type { ExecutionResult } from "graphql";
import { v7 } from "uuid";
import { AppError, errorCodes } from "./errors.ts";
import type { ErrorCode } from "./errors.ts";
import { anonymous } from "./principal.ts";
import type { Principal } from "./principal.ts";
import type { SubgraphLink } from "./subgraph.ts";

export interface DomainQuestion {
  /** One operation on fields that are inaccessible through the supergraph. */
  query: string;
  variables?: Record<string, unknown>;
  /** Whose rows the answer may come from; without it no tenant's. */
  tenantId?: string;
  signal?: AbortSignal;
}

/**
 * What one domain asks another beside the public graph: the same links and sealed principal as the gateway's, under the
 * asking part's own name (`demandPart`). In one process it is a function call.
 */
export class DomainCaller {
  private readonly principal: Principal;

  /** @param part the domain that asks, as its subgraph is named. */
  constructor(
    private readonly link: SubgraphLink,
    part: string,
  ) {
    this.principal = { ...anonymous, id: part, name: part };
  }

  /** @throws AppError what the domain refuses, or UNAVAILABLE when it does not answer: then the call may have been done. */
  async ask({ query, variables = {}, tenantId = "", signal }: DomainQuestion): Promise<unknown> {
    const answer = await this.link.execute({
      query,
      variables,
      principal: tenantId === "" ? this.principal : { ...this.principal, tenantId },
      correlationId: v7(),
      ...(signal && { signal }),
    });
    const [error] = answer.errors ?? [];
    if (error) throw refusalOf(this.link.name, error);
    return answer.data;
  }
}

function refusalOf(domain: string, error: NonNullable<ExecutionResult["errors"]>[number]): AppError {
  const { code, reason, ...details } = error.extensions ?? {};
  if (!isCode(code))
    return new AppError("INTERNAL", "DOMAIN_FAILED", `${domain} failed.`, {}, { cause: error });
  return new AppError(code, isReason(reason) ? reason : "DOMAIN_REFUSED", error.message, details);
}

function isCode(code: unknown): code is ErrorCode {
  return errorCodes.some((known) => known === code);
}

function isReason(reason: unknown): reason is Uppercase<string> {
  return typeof reason === "string" && reason === reason.toUpperCase();
}
