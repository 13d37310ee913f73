import { GraphQLError, Kind, valueFromASTUntyped } from "graphql";
import type {
  FieldNode,
  FragmentSpreadNode,
  InlineFragmentNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";
import type { Fragments } from "./types.ts";
import type { Fields } from "./row.ts";

type Conditional = FieldNode | FragmentSpreadNode | InlineFragmentNode;

/** The values of the variables that decide over `@skip` and `@include`. */
export type ConditionValues = ReadonlyMap<string, boolean>;

/** The variables an operation's `@skip` and `@include` depend on. */
export class Conditions {
  private readonly variables: readonly { name: string; byDefault: unknown }[];

  constructor(operation: OperationDefinitionNode, fragments: Fragments) {
    const names = new Set<string>();
    collect(operation.selectionSet, fragments, names, new Set());
    this.variables = [...names].map((name) => {
      const definition = operation.variableDefinitions?.find((each) => each.variable.name.value === name);
      return { name, byDefault: definition?.defaultValue && valueFromASTUntyped(definition.defaultValue) };
    });
  }

  get areFixed(): boolean {
    return this.variables.length === 0;
  }

  /** @throws GraphQLError for a null, which validation lets through where the variable has a default. */
  evaluate(given: Fields): ConditionValues {
    if (this.variables.length === 0) return none;
    return new Map(
      this.variables.map(({ name, byDefault }) => {
        const own = Object.hasOwn(given, name) ? given[name] : undefined;
        const value = own === undefined ? byDefault : own;
        if (typeof value === "boolean") return [name, value];
        throw new GraphQLError(
          `The variable $${name} decides what is included, so it has to be true or false.`,
        );
      }),
    );
  }
}

const none: ConditionValues = new Map();

export function isIncluded({ directives }: Conditional, values: ConditionValues): boolean {
  for (const { name, arguments: given } of directives ?? []) {
    const isSkip = name.value === "skip";
    if (!isSkip && name.value !== "include") continue;
    const condition = given?.find((argument) => argument.name.value === "if")?.value;
    const holds =
      condition?.kind === Kind.VARIABLE
        ? values.get(condition.name.value)
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if (holds === isSkip) return false;
  }
  return true;
}

function collect(set: SelectionSetNode, fragments: Fragments, names: Set<string>, spread: Set<string>): void {
  for (const selection of set.selections) {
    for (const { name, arguments: given } of selection.directives ?? [])
      if (name.value === "skip" || name.value === "include")
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      if (selection.selectionSet) collect(selection.selectionSet, fragments, names, spread);
    } else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) collect(fragment.selectionSet, fragments, names, spread);
    }
  }
}
