import { registerEnumType } from "type-graphql";
import { z } from "zod";

const sortDirections = ["ASC", "DESC"] as const;
export type SortDirection = (typeof sortDirections)[number];
export const SortDirectionEnum = z.enum(sortDirections).enum;
registerEnumType(SortDirectionEnum, {
  name: "SortDirection",
  description: "Which end of a list comes first.",
});
