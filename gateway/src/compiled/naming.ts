import { Kind, isInterfaceType, isObjectType, print, visit } from "graphql";
import type { DocumentNode, FieldNode, GraphQLSchema } from "graphql";

/** Names the planner itself gives to variables of its fetches. */
const plannersOwn = /^(representations$|contextualArgument_)/;

/**
 * What the fields of one document are called inside the gateway.
 *
 * The planner tells fields apart by their response names, and adds fields of its own (keys, inputs of `@requires`)
 * under their plain names. So `{ user { id: name email } }` is answered with the key as `id`, `items(limit: 2)` with
 * as many items as a `@requires(fields: "items")` gets, and where fragments on two types give one name to two things,
 * a subgraph that has their interface as an object type gives both types the first. Therefore operations are planned
 * with each alias, and each field with arguments, under a name that no field of the graph begins with and that stands
 * for one field with one set of arguments only.
 */
export class Naming {
  /** For a plan made of the document as the client wrote it. */
  static readonly asWritten = new Naming("");

  private readonly keys = new Map<string, string>();
  private readonly responseNames = new Map<string, string>();
  /** By the name in the plan, the client's name of each variable that has another one there. */
  readonly renamedVariables: ReadonlyMap<string, string>;

  private constructor(
    private readonly prefix: string,
    variables: ReadonlySet<string> = new Set(),
  ) {
    const own = [...variables].filter((name) => plannersOwn.test(name));
    this.renamedVariables = new Map(own.map((name) => [freeName(prefix + name, variables), name]));
  }

  /** @param prefix of `safePrefix` */
  static for(document: DocumentNode, prefix: string): Naming {
    const variables = new Set<string>();
    visit(document, { Variable: ({ name }) => void variables.add(name.value) });
    const naming = new Naming(prefix, variables);
    visit(document, { Field: (field) => (isIntrospection(field) ? false : naming.note(field)) });
    return naming;
  }

  /** The document to plan, in which nothing of the client's is called like something of the planner's. */
  disambiguate(document: DocumentNode): DocumentNode {
    return visit(document, {
      Field: (field) => {
        if (isIntrospection(field)) return false; // never planned
        const key = this.keyOf(field);
        const { alias: _, ...rest } = field;
        return key === field.name.value ? rest : { ...rest, alias: { kind: Kind.NAME, value: key } };
      },
      Variable: (variable) => {
        const [value] = [...this.renamedVariables].find(([, given]) => given === variable.name.value) ?? [];
        return value === undefined ? undefined : { ...variable, name: { ...variable.name, value } };
      },
    });
  }

  /** The key of fetched data that holds the field. */
  keyOf(field: FieldNode): string {
    const name = (field.alias ?? field.name).value;
    if (this.prefix === "") return name;
    return isPlain(field) ? field.name.value : (this.keys.get(signatureOf(field)) ?? name);
  }

  /** What the client calls what has this key in fetched data. */
  responseNameOf(key: string): string {
    return this.responseNames.get(key) ?? key;
  }

  /** @param planned the name of a variable in a plan */
  variableOf(planned: string): string {
    return this.renamedVariables.get(planned) ?? planned;
  }

  private note(field: FieldNode): undefined {
    const signature = signatureOf(field);
    if (isPlain(field) || this.keys.has(signature)) return;
    const name = (field.alias ?? field.name).value;
    const key = freeName(this.prefix + name, this.responseNames);
    this.keys.set(signature, key);
    this.responseNames.set(key, name);
  }
}

function freeName(name: string, taken: { has(name: string): boolean }): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
  return free;
}

/** With what no field of the graph begins. */
export function safePrefix(supergraphSchema: GraphQLSchema): string {
  const names = Object.values(supergraphSchema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  );
  let prefix = "a_";
  while (names.some((name) => name.startsWith(prefix))) prefix += "_";
  return prefix;
}

/** A field that is answered from the schema, without any subgraph. */
export function isIntrospection(field: FieldNode): boolean {
  return field.name.value === "__schema" || field.name.value === "__type";
}

/** The same for everyone who selects it: the planner may take it for its own. What type an object has is under any alias. */
function isPlain({ name, alias, arguments: given }: FieldNode): boolean {
  if (name.value === "__typename") return true;
  return (alias === undefined || alias.value === name.value) && (given === undefined || given.length === 0);
}

function signatureOf({ name, alias, arguments: given = [] }: FieldNode): string {
  const text = given.map((argument) => print(argument)).toSorted();
  return `${(alias ?? name).value}: ${name.value}(${text.join()})`;
}
