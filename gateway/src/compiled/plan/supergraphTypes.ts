import { isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { GraphQLSchema } from "graphql";

/** What plans ask of types, by name as fetched data gives them, in the graph with everything in it. */
export class SupergraphTypes {
  constructor(private readonly schema: GraphQLSchema) {}

  readonly isObject = (name: unknown): boolean =>
    typeof name === "string" && isObjectType(this.schema.getType(name));

  has(name: string): boolean {
    return this.schema.getType(name) !== undefined;
  }

  /** Whether an object that says it is a `typename` is meant by a condition on `condition`. */
  isOf(typename: string, condition: string): boolean {
    if (typename === condition) return true;
    const type = this.schema.getType(typename);
    const abstract = this.schema.getType(condition);
    return (
      (isObjectType(type) || isInterfaceType(type)) &&
      isAbstractType(abstract) &&
      this.schema.isSubType(abstract, type)
    );
  }
}
