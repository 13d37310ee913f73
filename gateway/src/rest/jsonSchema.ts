import { Kind, isEnumType, isInputObjectType, isListType, isNonNullType, isScalarType } from "graphql";
import type {
  FieldNode,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLLeafType,
  GraphQLOutputType,
  SelectionSetNode,
} from "graphql";
import { fieldsOf } from "./restOperation.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;
export type ObjectSchema = Readonly<{
  type: "object";
  properties: Readonly<Record<string, JsonSchema>>;
  required: readonly string[];
}>;

const scalars: Readonly<Record<string, JsonSchema>> = {
  ID: { type: "string" },
  String: { type: "string" },
  Boolean: { type: "boolean" },
  Int: { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  Float: { type: "number" },
  DateTime: { type: "string", format: "date-time" },
};

/** JSON Schemas (2020-12) of a graph's types; the enums they refer to are collected on the way. */
export class JsonSchemas {
  readonly enums = new Map<string, JsonSchema>();

  /** What a selection answers with. Nothing says that there will never be more properties than it has today. */
  output(type: GraphQLOutputType, selection: SelectionSetNode | undefined): JsonSchema {
    if (isNonNullType(type)) return this.outputOf(type.ofType, selection);
    return orNull(this.outputOf(type, selection));
  }

  /** What a parameter or property takes; whether it may be left out is said where it stands. */
  input(type: GraphQLInputType): JsonSchema {
    return isNonNullType(type) ? this.given(type) : orNull(this.given(type));
  }

  /** The same for a place that cannot hold null, such as an address. */
  given(type: GraphQLInputType): JsonSchema {
    if (isNonNullType(type)) return this.given(type.ofType);
    if (isListType(type)) return { type: "array", items: this.input(type.ofType) };
    return isInputObjectType(type) ? this.inputObject(type) : this.leaf(type);
  }

  private outputOf(type: GraphQLOutputType, selection: SelectionSetNode | undefined): JsonSchema {
    if (isListType(type)) return { type: "array", items: this.output(type.ofType, selection) };
    return isScalarType(type) || isEnumType(type) ? this.leaf(type) : this.object(type, selection);
  }

  object(type: GraphQLOutputType, selection: SelectionSetNode | undefined): ObjectSchema {
    const fields = fieldsOf(type);
    const nodes = (selection?.selections ?? []).filter((node): node is FieldNode => node.kind === Kind.FIELD);
    const properties = nodes.flatMap((node) => {
      const field = fields[node.name.value];
      const name = (node.alias ?? node.name).value;
      return field
        ? [[name, described(this.output(field.type, node.selectionSet), field.description)] as const]
        : [];
    });
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      required: properties.map(([name]) => name),
    };
  }

  private inputObject(type: GraphQLInputObjectType): JsonSchema {
    const fields = Object.values(type.getFields());
    return {
      type: "object",
      properties: Object.fromEntries(
        fields.map(({ name, type: inner, description }) => [name, described(this.input(inner), description)]),
      ),
      required: fields
        .filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
        .map(({ name }) => name),
      additionalProperties: false,
    };
  }

  private leaf(type: GraphQLLeafType): JsonSchema {
    if (isScalarType(type)) return scalars[type.name] ?? {};
    this.enums.set(type.name, enumSchema(type));
    return { $ref: `#/components/schemas/${type.name}` };
  }
}

function enumSchema(type: GraphQLEnumType): JsonSchema {
  const values = type.getValues();
  const meanings = values.flatMap(({ name, description }) =>
    description ? [`- ${name}: ${description}`] : [],
  );
  const description = [type.description ?? "", meanings.join("\n")].filter(Boolean).join("\n\n");
  return { type: "string", enum: values.map(({ name }) => name), ...(description && { description }) };
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema["type"] === "string") return { ...schema, type: [schema["type"], "null"] };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}

export function described(schema: JsonSchema, description: string | null | undefined): JsonSchema {
  return description ? { ...schema, description } : schema;
}
