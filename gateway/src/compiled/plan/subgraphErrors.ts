import type { GraphQLFormattedError } from "graphql";
import type { Intake } from "./intake.ts";
import type { Naming } from "../naming.ts";
import type { PathKey, SubgraphError } from "../types.ts";

/** An error as the client gets it: at its place in the answer, with where it came from. */
export function placed(
  { message, extensions }: SubgraphError,
  subgraph: string,
  path: readonly PathKey[] | undefined,
): GraphQLFormattedError {
  return {
    message: message || `Error while fetching from subgraph ${subgraph}.`,
    ...(path && { path }),
    // The same as Apollo's gateway adds, for whoever reads them further on.
    extensions: { code: "DOWNSTREAM_SERVICE_ERROR", ...extensions, serviceName: subgraph },
  };
}

/** Keys of a subgraph's answer as the client knows them. */
export function clientPath(path: readonly PathKey[], intake: Intake, naming: Naming): PathKey[] {
  let within: Intake | null = intake;
  return path.map((key) => {
    if (typeof key === "number") return key;
    const field = within?.fields.find(({ from }) => from === key);
    within = field?.inner ?? null;
    return naming.responseNameOf(field?.to ?? key);
  });
}
