import {
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getNamedType,
  isCompositeType,
} from "graphql";
import type { GraphQLCompositeType, GraphQLField, GraphQLSchema } from "graphql";
import { fieldOf } from "../access/fieldNeeds.ts";
import type { CheckedOperation } from "../document/operation.ts";
import type { GatewaySettings } from "../settings.ts";
import { noCostHints } from "./costHints.ts";
import type { CostHints } from "./costHints.ts";
import { largest, product, sum } from "./formula.ts";
import type { Formula } from "./formula.ts";
import { listDepth, pageSizeOf } from "./listSize.ts";
import { selectedIn } from "./selections.ts";
import type { Condition, Selected } from "./selections.ts";

type AnyField = GraphQLField<unknown, unknown>;

/**
 * What an operation may cost at most, as a formula over its variables: each object it can return counts its weight,
 * times the lengths of the lists around it (DECISIONS 25). Nothing is known here of what there really is.
 */
export function estimateOf(
  operation: CheckedOperation,
  schema: GraphQLSchema,
  settings: GatewaySettings["cost"],
  hints: CostHints = noCostHints,
): Formula {
  const { definition } = operation;
  const root = schema.getRootType(definition.operation);
  if (!root) throw new Error("A valid operation has a root type.");
  const fields = selectedIn(
    definition.selectionSet,
    { parent: root, types: null, when: [] },
    { schema, fragments: operation.fragments },
  );
  return new Estimator(operation, schema, settings, hints).object([...fields], null);
}

class Estimator {
  constructor(
    private readonly operation: CheckedOperation,
    private readonly schema: GraphQLSchema,
    private readonly settings: GatewaySettings["cost"],
    private readonly hints: CostHints,
  ) {}

  /** One object; of alternatives by type the dearest. `pageSize` is how long its own lists are, if its field said so. */
  object(selected: readonly Selected[], pageSize: Formula | null): Formula {
    const always: Formula[] = [];
    const byType = new Map<string, Formula[]>();
    for (const group of groupsOf(selected)) {
      const cost = this.field(group, pageSize);
      const [{ types }] = group;
      if (cost === 0) continue;
      if (types === null) always.push(cost);
      else for (const type of types) byType.set(type, [...(byType.get(type) ?? []), cost]);
    }
    return sum([...always, largest([...byType.values()].map(sum))]);
  }

  /** All selections of one field in one object: they are answered once. */
  private field(group: Group, pageSize: Formula | null): Formula {
    const [{ node, parent }] = group;
    const field = this.fieldOf(parent, node.name.value);
    if (!field) return 0;
    const type = getNamedType(field.type);
    const weight = this.weightOf(parent, field);
    const isAlone = group.length === 1;
    const place = `${parent.name}.${field.name}`;
    const { listSizes, listSizeDefault } = this.settings;
    const hint = this.hints.lists.get(place);
    const own = pageSizeOf(node, field, this.settings, hint) ?? listSizes[place] ?? hint?.assumedSize ?? null;
    const depth = listDepth(field.type);
    const inner = isCompositeType(type)
      ? this.object([...this.within(group, type, isAlone)], depth === 0 ? own : null)
      : 0;
    const item = sum([weight, inner]);
    if (item === 0) return 0;
    const length = own ?? pageSize ?? listSizeDefault;
    return product([included(group), ...Array<Formula>(depth).fill(length), item]);
  }

  private *within(group: Group, type: GraphQLCompositeType, isAlone: boolean): Generator<Selected> {
    const surroundings = { schema: this.schema, fragments: this.operation.fragments };
    for (const { node, when } of group)
      if (node.selectionSet)
        yield* selectedIn(
          node.selectionSet,
          { parent: type, types: null, when: isAlone ? [] : when },
          surroundings,
        );
  }

  private weightOf(parent: GraphQLCompositeType, field: AnyField): number {
    const { weights, mutationWeight, objectWeight } = this.settings;
    const type = getNamedType(field.type);
    const isMutation = parent === this.schema.getRootType(OperationTypeNode.MUTATION);
    const usual = isMutation ? mutationWeight : isCompositeType(type) ? objectWeight : 0;
    const hinted = this.hints.weights;
    const place = `${parent.name}.${field.name}`;
    return weights[place] ?? weights[type.name] ?? hinted.get(place) ?? hinted.get(type.name) ?? usual;
  }

  private fieldOf(parent: GraphQLCompositeType, name: string): AnyField | null {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return fieldOf(parent, name);
  }
}

type Group = readonly [Selected, ...Selected[]];

/**
 * Selections that are one field of the answer. Those for different types stay apart even under one key: their
 * arguments may differ, and the cheap one must not hide the dear one.
 */
function groupsOf(selected: readonly Selected[]): Group[] {
  const groups = new Map<string, [Selected, ...Selected[]]>();
  for (const each of selected) {
    const { node, types } = each;
    const key = `${node.alias?.value ?? node.name.value} ${types?.join(" ") ?? ""}`;
    const known = groups.get(key);
    if (known) known.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.values()];
}

/** 1 when any of the selections is included, else 0. */
function included(group: Group): Formula {
  if (group.some(({ when }) => when.length === 0)) return 1;
  return (variables) =>
    group.some(({ when }) => when.every((condition) => holds(condition, variables))) ? 1 : 0;
}

function holds({ variable, wanted }: Condition, variables: Readonly<Record<string, unknown>>): boolean {
  return variables[variable] === wanted;
}
