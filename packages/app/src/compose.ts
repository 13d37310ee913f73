import { composeServices } from "@apollo/composition";
import { parse, printSchema } from "graphql";
import { loadSupergraph } from "@wegraph/gateway/supergraph/loadSupergraph";

export interface SubgraphSdl {
  name: string;
  sdl: string;
}

export interface Composed {
  /** What a federation router reads; `rover`-compatible. */
  supergraphSdl: string;
  /** What callers see: without federation's machinery and without @inaccessible parts. */
  apiSdl: string;
}

/** @throws Error with every composition error, each naming the subgraphs and fields it is about. */
export function compose(subgraphs: readonly SubgraphSdl[]): Composed {
  const services = subgraphs
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sdl }) => ({ name, url: `http://${name}/graphql`, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl)
    throw new Error(
      `The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `  ${message}`).join("\n")}`,
    );
  return {
    supergraphSdl: `${supergraphSdl.trimEnd()}\n`,
    apiSdl: `${printSchema(loadSupergraph(supergraphSdl).apiSchema)}\n`,
  };
}
