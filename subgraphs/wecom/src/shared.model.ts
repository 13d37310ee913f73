import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";

const sortDirections = ["ASC", "DESC"] as const;
export type SortDirection = (typeof sortDirections)[number];
export const SortDirectionEnum = z.enum(sortDirections).enum;
registerEnumType(SortDirectionEnum, {
  name: "SortDirection",
  description: "Which end of a list comes first.",
});

export const actorKinds = ["USER", "API_KEY", "SYSTEM", "PROVIDER"] as const;
export type ActorKind = (typeof actorKinds)[number];
export const ActorKindEnum = z.enum(actorKinds).enum;
registerEnumType(ActorKindEnum, {
  name: "ActorKind",
  description: "Who caused a change.",
  valuesConfig: {
    USER: { description: "A person." },
    API_KEY: { description: "A program with an API key." },
    SYSTEM: { description: "The platform by itself: the account driver." },
    PROVIDER: { description: "The provider's side: a scan, a confirmation, a lost session." },
  },
});

@Directive("@shareable")
@ObjectType({ description: "What is gone." })
export class RemovePayload {
  @Field(() => ID, { description: "Id of what was removed." })
  removedId: string;
}
