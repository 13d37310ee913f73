import {
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type {
  FieldNode,
  GraphQLCompositeType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLOutputType,
  SelectionSetNode,
} from "graphql";
import type { ClientOperation } from "../clientOperation.ts";
import { collectFields } from "./collectFields.ts";
import type { ConditionValues } from "../conditions.ts";
import { introspectionOf } from "./introspection.ts";
import { leafShape } from "./leafShape.ts";
import { listShape } from "./listShape.ts";
import { isIntrospection } from "../naming.ts";
import type { Naming } from "../naming.ts";
import { objectShape } from "./objectShape.ts";
import type { ShapedField } from "./objectShape.ts";
import { isFields, isInherited, typenameOf } from "../row.ts";
import { reportInvalid, reportMissing } from "./shaping.ts";
import type { Shape } from "./shaping.ts";

/** The shape of an operation's answer, for one outcome of its conditions. */
export function shapeOf(operation: ClientOperation, naming: Naming, values: ConditionValues): Shape {
  return new ShapeCompiler(operation, naming, values).root();
}

/**
 * Compiles selections into shapes. Each type's fields at each place are compiled when the first such object is met,
 * so this costs no more than the answers ask for.
 */
class ShapeCompiler {
  constructor(
    private readonly operation: ClientOperation,
    private readonly naming: Naming,
    private readonly values: ConditionValues,
  ) {}

  root(): Shape {
    const { definition, rootType } = this.operation;
    return this.ofObject(rootType, [definition.selectionSet], rootType.name);
  }

  private ofField(
    parent: GraphQLObjectType | GraphQLInterfaceType,
    name: string,
    nodes: readonly FieldNode[],
  ): ShapedField {
    const [node] = nodes;
    if (!node) throw new Error(`Nothing selects ${name}.`);
    const fieldName = node.name.value;
    const key = this.naming.keyOf(node);
    const place = `field ${parent.name}.${fieldName}`;
    const field = {
      name,
      key,
      inherited: isInherited(key),
      place,
      isNonNull: true,
      shape: asItIs,
      known: null,
    };
    if (fieldName === "__typename") return { ...field, known: () => parent.name };
    if (isIntrospection(node))
      return { ...field, isNonNull: fieldName === "__schema", known: introspectionOf(nodes, this.operation) };
    const type = parent.getFields()[fieldName]?.type;
    if (!type) throw new Error(`There is no ${place}.`);
    return {
      ...field,
      isNonNull: isNonNullType(type),
      shape: this.ofType(getNullableType(type), nodes, place),
    };
  }

  private ofType(type: GraphQLOutputType, nodes: readonly FieldNode[], place: string): Shape {
    if (isNonNullType(type)) return this.ofType(type.ofType, nodes, place);
    if (isListType(type))
      return listShape(this.ofType(type.ofType, nodes, place), isNonNullType(type.ofType), place);
    if (isLeafType(type)) return leafShape(type, place);
    const selections = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return isObjectType(type)
      ? this.ofObject(type, selections, place)
      : this.ofAbstract(type, selections, place);
  }

  private ofObject(type: GraphQLObjectType, selections: readonly SelectionSetNode[], place: string): Shape {
    let shape: Shape | undefined;
    return (value, shaping, depth) => {
      shape ??= this.compile(type, selections, place);
      return shape(value, shaping, depth);
    };
  }

  private ofAbstract(
    type: Exclude<GraphQLCompositeType, GraphQLObjectType>,
    selections: readonly SelectionSetNode[],
    place: string,
  ): Shape {
    const byTypename = new Map<string, Shape>();
    const shapeFor = (typename: string): Shape => {
      const named = this.operation.apiSchema.getType(typename);
      if (isObjectType(named) && this.operation.apiSchema.isSubType(type, named))
        return this.compile(named, selections, place);
      // A subgraph that has the interface as an object type knows no more than that.
      const isOpen = typename === "" || isInterfaceType(named);
      if (isOpen && isInterfaceType(type)) return this.compile(type, selections, place);
      // Its name is not repeated: it may be hidden from the clients of this graph.
      return (_, shaping, depth) =>
        reportInvalid(shaping, depth, `Invalid __typename found for object at ${place}.`);
    };
    return (value, shaping, depth) => {
      const typename = (isFields(value) && typenameOf(value)) || "";
      const known = byTypename.get(typename);
      if (known) return known(value, shaping, depth);
      const shape = shapeFor(typename);
      // Remembered for types of the graph only: data could name any number of others.
      if (typename === "" || this.operation.apiSchema.getType(typename)) byTypename.set(typename, shape);
      return shape(value, shaping, depth);
    };
  }

  private compile(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selections: readonly SelectionSetNode[],
    place: string,
  ): Shape {
    const { fields, needsType } = collectFields(type, selections, this.operation, this.values);
    if (needsType) {
      // To leave out what an object of the right type would have would be a wrong answer, not a partial one.
      const message = `The type of the object at ${place} is not known.`;
      return (_, shaping, depth) => reportMissing(shaping, depth, message, never);
    }
    return objectShape(
      [...fields].map(([name, nodes]) => this.ofField(type, name, nodes)),
      place,
    );
  }
}

const asItIs: Shape = (value) => value;
const never = () => false;
