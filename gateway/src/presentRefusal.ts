import { GraphQLError } from "graphql";
import { isSignedIn } from "@wegraph/kit/principal";
import type { Caller } from "./caller.ts";
import type { RequestRefused } from "./errors.ts";
import type { GatewaySettings } from "./settings.ts";

const suggestion = / Did you mean .*$/s;

/**
 * A refusal as this caller sees it. graphql-js suggests names close to a misspelt one; whoever may not read the
 * schema may not guess it that way either.
 */
export function presentRefusal(
  refusal: RequestRefused,
  { principal, correlationId }: Pick<Caller, "principal" | "correlationId">,
  { introspection }: Pick<GatewaySettings, "introspection">,
): GraphQLError[] {
  const closed = introspection === "SIGNED_IN" && !isSignedIn(principal);
  return refusal.errors.map((error) => {
    const { message, nodes, source, positions, path, extensions } = error;
    const told = closed ? message.replace(suggestion, "") : message;
    const issues = extensions["issues"];
    return new GraphQLError(told, {
      nodes: nodes ?? null,
      source: source ?? null,
      positions: positions ?? null,
      path: path ?? null,
      extensions: {
        ...extensions,
        ...(closed &&
          Array.isArray(issues) && { issues: issues.map((issue: object) => ({ ...issue, message: told })) }),
        correlationId,
      },
    });
  });
}
