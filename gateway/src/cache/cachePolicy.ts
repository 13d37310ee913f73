import { OperationTypeNode, getNamedType, isCompositeType } from "graphql";
import type { GraphQLCompositeType, GraphQLSchema } from "graphql";
import { fieldOf, possibleOf } from "../access/fieldNeeds.ts";
import { selectedIn } from "../cost/selections.ts";
import type { Selected } from "../cost/selections.ts";
import type { CheckedOperation } from "../document/operation.ts";
import type { CacheHint, CacheHints } from "./cacheHints.ts";

/** How long an operation's whole answer may be given again, to whom, and the types whose changes end it. */
export interface CachePolicy {
  readonly maxAgeSeconds: number;
  /** To the same person alone. */
  readonly isPrivate: boolean;
  readonly types: readonly string[];
}

/**
 * The policy that every selected field allows; null when one does not. As in Apollo's servers a root field, and a field
 * that returns objects, allows nothing unless it or its type says so; a scalar is as fresh as its object.
 */
export function cachePolicyOf(
  operation: CheckedOperation,
  schema: GraphQLSchema,
  hints: CacheHints,
): CachePolicy | null {
  const { definition } = operation;
  const root = schema.getRootType(definition.operation);
  if (definition.operation !== OperationTypeNode.QUERY || !root || hints.size === 0) return null;
  const reader = new PolicyReader(operation, schema, hints);
  const around = { parent: root, types: null, when: [] };
  reader.read(selectedIn(definition.selectionSet, around, { schema, fragments: operation.fragments }), null);
  const { maxAgeSeconds, isPrivate, types } = reader;
  if (!Number.isFinite(maxAgeSeconds) || maxAgeSeconds <= 0) return null;
  return { maxAgeSeconds, isPrivate, types: [...types].toSorted() };
}

class PolicyReader {
  maxAgeSeconds = Infinity;
  isPrivate = false;
  readonly types = new Set<string>();

  constructor(
    private readonly operation: CheckedOperation,
    private readonly schema: GraphQLSchema,
    private readonly hints: CacheHints,
  ) {}

  /** @param inherited the age of what the fields are part of; null at the root. */
  read(selected: Iterable<Selected>, inherited: number | null): void {
    for (const { node, parent } of selected) {
      const name = node.name.value;
      if (name === "__typename") continue;
      const field = fieldOf(parent, name);
      if (!field) {
        this.maxAgeSeconds = 0; // introspection
        continue;
      }
      const type = getNamedType(field.type);
      const inner = isCompositeType(type) ? type : null;
      const age = this.ageOf(parent, name, inner, inherited);
      this.maxAgeSeconds = Math.min(this.maxAgeSeconds, age);
      if (this.maxAgeSeconds === 0) return;
      if (!inner || !node.selectionSet) continue;
      for (const each of [inner, ...possibleOf(this.schema, inner)]) this.types.add(each.name);
      const { fragments } = this.operation;
      const around = { parent: inner, types: null, when: [] };
      this.read(selectedIn(node.selectionSet, around, { schema: this.schema, fragments }), age);
    }
  }

  /** The shortest that any type that could stand here allows. */
  private ageOf(
    parent: GraphQLCompositeType,
    name: string,
    inner: GraphQLCompositeType | null,
    inherited: number | null,
  ): number {
    const owners = new Set([parent.name, ...possibleOf(this.schema, parent).map((type) => type.name)]);
    const returned = inner ? [inner, ...possibleOf(this.schema, inner)] : [];
    const ofType = returned.flatMap((type) => this.hint(type.name) ?? []);
    let age = Infinity;
    for (const owner of owners) {
      const own = this.hint(`${owner}.${name}`);
      const isOpen = inner !== null || inherited === null;
      const given = own?.maxAgeSeconds ?? shortest(ofType) ?? (own?.inherits || !isOpen ? inherited : null);
      age = Math.min(age, given ?? 0);
    }
    return age;
  }

  private hint(key: string): CacheHint | undefined {
    const hint = this.hints.get(key);
    if (hint?.isPrivate) this.isPrivate = true;
    return hint;
  }
}

function shortest(hints: readonly CacheHint[]): number | null {
  const ages = hints.flatMap(({ maxAgeSeconds }) => maxAgeSeconds ?? []);
  return ages.length > 0 ? Math.min(...ages) : null;
}
