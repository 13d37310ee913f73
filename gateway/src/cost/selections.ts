import { Kind } from "graphql";
import type {
  DirectiveNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { conditionOf } from "../document/operation.ts";
import type { Fragments } from "../document/operation.ts";
import { possibleOf } from "../access/fieldNeeds.ts";

/** `@include(if: $variable)` with `wanted` true, `@skip` with false. Literals are decided at once. */
export interface Condition {
  readonly variable: string;
  readonly wanted: boolean;
}

/** One place where a field is selected, fragments spread. */
export interface Selected {
  readonly node: FieldNode;
  readonly parent: GraphQLCompositeType;
  /** The object types it is selected for; null for all that can stand here. */
  readonly types: readonly string[] | null;
  readonly when: readonly Condition[];
}

interface Surroundings {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

interface Around {
  readonly parent: GraphQLCompositeType;
  readonly types: readonly string[] | null;
  readonly when: readonly Condition[];
}

/** Every field of one object's selection set, in fragments too. */
export function* selectedIn(
  set: SelectionSetNode,
  around: Around,
  surroundings: Surroundings,
): Generator<Selected> {
  for (const selection of set.selections) {
    const own = conditionsOf(selection);
    if (own === "NEVER") continue;
    const when = own.length === 0 ? around.when : [...around.when, ...own];
    if (selection.kind === Kind.FIELD) {
      yield { node: selection, parent: around.parent, types: around.types, when };
      continue;
    }
    const spread =
      selection.kind === Kind.FRAGMENT_SPREAD ? surroundings.fragments.get(selection.name.value) : selection;
    if (spread)
      yield* selectedIn(
        spread.selectionSet,
        { ...narrowed(around, spread.typeCondition?.name.value, surroundings), when },
        surroundings,
      );
  }
}

function narrowed(
  { parent, types }: Around,
  condition: string | undefined,
  { schema }: Surroundings,
): Pick<Around, "parent" | "types"> {
  const type = conditionOf(schema, condition);
  if (!type || type === parent) return { parent, types };
  const admitted = new Set(possibleOf(schema, type).map(({ name }) => name));
  const here = types ?? possibleOf(schema, parent).map(({ name }) => name);
  const left = here.filter((name) => admitted.has(name));
  return { parent: type, types: left.length === here.length ? types : left };
}

function conditionsOf({ directives }: SelectionNode): Condition[] | "NEVER" {
  const conditions: Condition[] = [];
  for (const directive of directives ?? []) {
    const wanted = directive.name.value === "include";
    if (!wanted && directive.name.value !== "skip") continue;
    const value = ifOf(directive);
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, wanted });
    else if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return "NEVER";
  }
  return conditions;
}

function ifOf({ arguments: given }: DirectiveNode) {
  return given?.find(({ name }) => name.value === "if")?.value;
}
