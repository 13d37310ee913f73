import { GraphQLScalarType } from "graphql";

/** Where it comes from a client, rules of its own check what is in it. The supergraph has one name for it. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: "JSON",
  description: "Any JSON value.",
});
