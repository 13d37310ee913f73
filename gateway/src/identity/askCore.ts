import { principalShape } from "@wegraph/kit/principal";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { v7 } from "uuid";
import { AppError } from "@wegraph/kit/errors";
import { breaking } from "../links/breaking.ts";
import { Circuit } from "../links/circuit.ts";
import { timed } from "../links/timed.ts";
import { settingsShape } from "../settings.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Authenticate } from "./authenticator.ts";
import { gatewayPrincipal } from "./gatewayPrincipal.ts";

const queryFor = (kind: string) =>
  `query Principal($token: String!, $address: String!) {
    _principal(credential: { kind: ${kind}, token: $token, address: $address })
  }`;
const queries = { ACCESS_TOKEN: queryFor("ACCESS_TOKEN"), API_KEY: queryFor("API_KEY") };

/**
 * Asks the subgraph that owns identities, by a field that is inaccessible through the supergraph. One that hangs or is
 * gone is not waited for by every request anew.
 */
export function askCore(
  core: SubgraphLink,
  settings: GatewaySettings["links"] = settingsShape.parse({}).links,
): Authenticate {
  const link = breaking(timed(core, settings.timeoutMs), new Circuit(settings));
  return async ({ kind, token, address }) => {
    if (kind === "HEADERS") return null;
    const answer = await link.execute({
      query: queries[kind],
      operationName: "Principal",
      variables: { token, address },
      principal: { ...gatewayPrincipal, address },
      correlationId: v7(),
    });
    const [error] = answer.errors ?? [];
    if (error) throw refusalOf(error);
    const found: unknown = answer.data?.["_principal"];
    return found == null ? null : principalShape.parse(found);
  };
}

function refusalOf({
  message,
  extensions,
}: {
  message: string;
  extensions?: Record<string, unknown>;
}): Error {
  const { code, reason } = extensions ?? {};
  if (code !== "FORBIDDEN" && code !== "UNAUTHENTICATED")
    return new Error(`Asked for a principal, the subgraph answered: ${message}`);
  return new AppError(code, isReason(reason) ? reason : "CREDENTIAL_REFUSED", message);
}

function isReason(reason: unknown): reason is Uppercase<string> {
  return typeof reason === "string" && reason === reason.toUpperCase();
}
