import "reflect-metadata";
import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A customer of the platform; the core domain knows the rest." })
export class Tenant {
  @Field(() => ID)
  id: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A person; the core domain knows the rest." })
export class User {
  @Field(() => ID)
  id: string;
}
