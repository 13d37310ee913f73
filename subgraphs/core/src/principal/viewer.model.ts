import { Field, ObjectType } from "type-graphql";
import type { DataScope as Scope } from "@wegraph/kit/principal";
import { DataScope } from "../role/role.model.ts";

@ObjectType({ description: "Who asks, and what they may do." })
export class Viewer {
  @Field(() => [String], { description: 'Every right held, spelled out as "resource:action".' })
  permissions: string[];

  @Field(() => DataScope, { description: "How far the widest of them reaches." })
  dataScope: Scope;
}
