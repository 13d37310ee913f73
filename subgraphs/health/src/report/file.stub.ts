import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("File", { description: "A file of the tenant; the core domain knows the rest." })
export class AttachedFile {
  @Field(() => ID)
  id: string;
}
