import { v7 } from "uuid";
import { z } from "zod";
import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { gatewayPrincipal } from "../identity/gatewayPrincipal.ts";
import type { CountApiCalls } from "./apiCalls.ts";

const mutation = `mutation CountApiCalls($tenants: [ApiCallsInput!]!) { _countApiCalls(tenants: $tenants) }`;
const answers = z.object({ _countApiCalls: z.array(z.looseObject({ message: z.string() }).nullable()) });

/** Tells core, by a field that is inaccessible through the supergraph. */
export function countApiCalls(core: SubgraphLink): CountApiCalls {
  return async (tenants) => {
    const answer = await core.execute({
      query: mutation,
      variables: { tenants },
      principal: gatewayPrincipal,
      correlationId: v7(),
    });
    const [error] = answer.errors ?? [];
    if (error) throw new Error(`Told of calls, the subgraph answered: ${error.message}`);
    return answers.parse(answer.data)._countApiCalls.map((refusal) => {
      if (!refusal) return null;
      const { message, ...details } = refusal;
      return new AppError("QUOTA_EXCEEDED", "QUOTA_USED_UP", message, details);
    });
  };
}
