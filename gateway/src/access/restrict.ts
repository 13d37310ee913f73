import { Kind, getNamedType, isCompositeType } from "graphql";
import type {
  DirectiveNode,
  DocumentNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from "graphql";
import { conditionOf } from "../document/operation.ts";
import type { CheckedOperation } from "../document/operation.ts";
import type { AccessMap } from "./accessMap.ts";
import { fieldOf, narrow, needsOfField, possibleOf } from "./fieldNeeds.ts";
import type { Possible } from "./fieldNeeds.ts";
import type { Need } from "./need.ts";
import type { Condition, Passage, Withheld, WithheldField } from "./withheld.ts";

/** An operation without the fields a caller may not have. */
export interface RestrictedOperation {
  /** Null when nothing is left to fetch. */
  readonly document: DocumentNode | null;
  readonly withheld: Withheld;
  /** Root fields among the withheld. */
  readonly refusedRoots: readonly WithheldField[];
}

/** Takes every field out of the operation that asks for one of the `unmet` conditions. */
export function restrict(
  operation: CheckedOperation,
  unmet: ReadonlySet<string>,
  schema: GraphQLSchema,
  access: AccessMap,
): RestrictedOperation {
  const { definition } = operation;
  const root = schema.getRootType(definition.operation);
  if (!root) throw new Error("A valid operation has a root type.");
  const cutter = new Cutter(operation, unmet, schema, access);
  const { set, withheld } = cutter.object(definition.selectionSet, root);
  const document: DocumentNode | null =
    set.selections.length === 0
      ? null
      : { kind: Kind.DOCUMENT, definitions: [{ ...definition, selectionSet: set }] };
  return { document, withheld, refusedRoots: withheld.steps.filter((step) => step.kind === "WITHHELD") };
}

interface Cut {
  set: SelectionSetNode;
  withheld: Withheld;
}

/** Where the cutter is within one object's selections: the conditions and types of the fragments around. */
interface Within {
  parent: GraphQLCompositeType;
  possible: Possible;
  /** What the object could be if no fragment narrowed it. */
  possibleHere: Possible;
  when: readonly Condition[];
}

class Cutter {
  private readonly typenameKey: string;

  constructor(
    private readonly operation: CheckedOperation,
    private readonly unmet: ReadonlySet<string>,
    private readonly schema: GraphQLSchema,
    private readonly access: AccessMap,
  ) {
    const text = operation.document.loc?.source.body ?? "";
    let key = "typename_";
    while (text.includes(key)) key += "_";
    this.typenameKey = key;
  }

  /** The selections on one object, and what was taken out of them. */
  object(set: SelectionSetNode, type: GraphQLCompositeType, isRoot = true): Cut {
    const possible = possibleOf(this.schema, type);
    const steps: (WithheldField | Passage)[] = [];
    const selections = this.selections(
      set,
      { parent: type, possible, possibleHere: possible, when: [] },
      steps,
    );
    const dependsOnType = steps.some((step) => step.on !== null);
    const emptied = selections.length === 0 && !isRoot;
    if (!dependsOnType && !emptied)
      return { set: { ...set, selections }, withheld: { typenameKey: null, steps } };
    const typename: FieldNode = {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: this.typenameKey },
      name: { kind: Kind.NAME, value: "__typename" },
    };
    return {
      set: { ...set, selections: [typename, ...selections] },
      withheld: { typenameKey: this.typenameKey, steps },
    };
  }

  private selections(
    set: SelectionSetNode,
    within: Within,
    steps: (WithheldField | Passage)[],
  ): SelectionNode[] {
    return set.selections.flatMap((selection): SelectionNode[] => {
      const when = [...within.when, ...conditionsOf(selection.directives)];
      if (selection.kind === Kind.FIELD) {
        const kept = this.field(selection, { ...within, when }, steps);
        return kept ? [kept] : [];
      }
      // Spreads are written out, because what a fragment may keep depends on where it is spread.
      const spread =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? this.operation.fragments.get(selection.name.value)
          : selection;
      if (!spread) return [];
      const parent = conditionOf(this.schema, spread.typeCondition?.name.value) ?? within.parent;
      const possible = narrow(this.schema, within.possible, parent);
      if (possible.length === 0) return []; // allowed by validation, and never met
      const inner = this.selections(spread.selectionSet, { ...within, parent, possible, when }, steps);
      if (inner.length === 0) return [];
      const { typeCondition } = spread;
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          ...(typeCondition && { typeCondition }),
          directives: selection.directives ?? [],
          selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
        },
      ];
    });
  }

  private field(node: FieldNode, within: Within, steps: (WithheldField | Passage)[]): FieldNode | null {
    const { parent, possible, when } = within;
    const field = fieldOf(parent, node.name.value);
    if (!field) return node; // __typename, __schema, __type
    const key = node.alias?.value ?? node.name.value;
    const on = this.onTypes(within);
    const unmet = needsOfField(this.access, parent, possible, field).filter((need: Need) =>
      this.unmet.has(need.key),
    );
    if (unmet.length > 0) {
      steps.push({ kind: "WITHHELD", key, type: field.type, when, on, unmet });
      return null;
    }
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return node;
    const { set, withheld } = this.object(node.selectionSet, type, false);
    if (withheld.steps.length > 0)
      steps.push({ kind: "PASSAGE", key, type: field.type, when, on, inner: withheld });
    return { ...node, selectionSet: set };
  }

  private onTypes({ possible, possibleHere }: Within): ReadonlySet<string> | null {
    return possible.length === possibleHere.length ? null : new Set(possible.map((type) => type.name));
  }
}

function conditionsOf(directives: readonly DirectiveNode[] | undefined): Condition[] {
  return (directives ?? []).flatMap(({ name, arguments: given }) => {
    if (name.value !== "skip" && name.value !== "include") return [];
    const value = given?.find((argument) => argument.name.value === "if")?.value;
    return [
      {
        variable: value?.kind === Kind.VARIABLE ? value.name.value : null,
        literal: value?.kind === Kind.BOOLEAN && value.value,
        wanted: name.value === "include",
      },
    ];
  });
}
