import { Kind } from "graphql";
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";
import { refusedInput } from "../errors.ts";
import type { RequestRefused } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";

type Limits = GatewaySettings["document"];

/** How large an operation is with every fragment spread in place. */
interface Size {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  /** Fields of the outermost level alone. */
  outermost: number;
}

const nothing: Size = { depth: 0, fields: 0, aliases: 0, directives: 0, outermost: 0 };

/**
 * Refuses a document by what it would blow up to. Each fragment is measured once, so this is linear in the text
 * however often fragments spread each other, and it runs before validation, some of whose rules are quadratic.
 */
export function refuseOversized(document: DocumentNode, limits: Limits): void {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  within("operations", operations.length, limits.operationsMax);
  const ruler = new Ruler(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) ruler.ofFragment(definition.name.value);
    if (definition.kind === Kind.OPERATION_DEFINITION) refuseOperation(definition, ruler, limits);
  }
}

function refuseOperation(operation: OperationDefinitionNode, ruler: Ruler, limits: Limits): void {
  const { depth, fields, aliases, directives, outermost } = ruler.ofOperation(operation);
  within("variables", operation.variableDefinitions?.length ?? 0, limits.variablesMax);
  within("nesting", depth, limits.depthMax);
  within("fields", fields, limits.fieldsMax);
  within("aliases", aliases, limits.aliasesMax);
  within("directives", directives, limits.directivesMax);
  within("root fields", outermost, limits.rootFieldsMax);
}

function within(what: string, found: number, limit: number): void {
  if (found > limit) throw tooLarge(what, limit);
}

export function tooLarge(what: string, limit: number): RequestRefused {
  return refusedInput(
    { path: ["query"], message: `Too many ${what}: at most ${limit} are accepted.` },
    "DOCUMENT_TOO_LARGE",
  );
}

class Ruler {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly measured = new Map<string, Size>();
  private readonly open = new Set<string>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  ofOperation(operation: OperationDefinitionNode): Size {
    const size = this.ofSelections(operation.selectionSet);
    const onVariables = (operation.variableDefinitions ?? []).flatMap(
      (variable) => variable.directives ?? [],
    ).length;
    return { ...size, directives: size.directives + (operation.directives?.length ?? 0) + onVariables };
  }

  ofFragment(name: string): Size {
    const known = this.measured.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    if (!fragment) return nothing; // validation names the missing fragment
    if (this.open.has(name))
      throw refusedInput(
        { path: ["query"], message: `Fragment ${name} spreads itself.` },
        "FRAGMENT_CIRCULAR",
      );
    this.open.add(name);
    const inner = this.ofSelections(fragment.selectionSet);
    this.open.delete(name);
    const size = { ...inner, directives: inner.directives + (fragment.directives?.length ?? 0) };
    this.measured.set(name, size);
    return size;
  }

  private ofSelections(set: SelectionSetNode): Size {
    const total = { ...nothing };
    for (const selection of set.selections) {
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? this.ofFragment(selection.name.value)
          : selection.selectionSet
            ? this.ofSelections(selection.selectionSet)
            : nothing;
      const isField = selection.kind === Kind.FIELD;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.fields += inner.fields + (isField ? 1 : 0);
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.outermost += isField ? 1 : inner.outermost;
      total.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return total;
  }
}
