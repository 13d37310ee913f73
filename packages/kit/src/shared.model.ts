import "reflect-metadata";
import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";

const sortDirections = ["ASC", "DESC"] as const;
export type SortDirection = (typeof sortDirections)[number];
export const SortDirectionEnum = z.enum(sortDirections).enum;
registerEnumType(SortDirectionEnum, {
  name: "SortDirection",
  description: "Which end of a list comes first.",
});

@Directive("@shareable")
@ObjectType({ description: "What is gone." })
export class RemovePayload {
  @Field(() => ID, { description: "Id of what was removed." })
  removedId: string;
}
