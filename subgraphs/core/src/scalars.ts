import { GraphQLScalarType } from "graphql";

/** Written only, never read from clients: their JSON would be unbounded input. */
export const Json = new GraphQLScalarType<unknown, unknown>({
  name: "JSON",
  description: "Any JSON value.",
});
