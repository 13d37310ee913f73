import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({ description: "What is gone." })
export class RemovePayload {
  @Field(() => ID, { description: "Id of what was removed." })
  removedId: string;
}
