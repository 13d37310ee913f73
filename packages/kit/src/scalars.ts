import { GraphQLScalarType } from "graphql";
import { GraphQLISODateTime } from "type-graphql";

/** ISO 8601 with offset, to the millisecond. The supergraph has one name for it. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLISODateTime.toConfig(),
  name: "DateTime",
  description: "A moment as ISO 8601 with offset, e.g. 2026-11-22T05:02:00.000Z.",
});
