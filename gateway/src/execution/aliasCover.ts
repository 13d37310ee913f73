import { GraphQLError, isInterfaceType, isObjectType } from "graphql";
import type { GraphQLSchema } from "graphql";
import type { Possible } from "../access/fieldNeeds.ts";
import type { RawAnswer } from "./executor.ts";

type RawError = NonNullable<RawAnswer["errors"]>[number];

/**
 * Names for aliases that would pass for another field. Apollo's planner fetches keys and required fields under their
 * own names and takes whatever stands there for them: `{ person { email: name signature } }` would compute the
 * signature from the name, and `{ bill { number: sum } }` answer with the number, permitted or not. Such an alias is
 * planned and executed under a cover, which the answer is rid of at the end.
 */
export class AliasCover {
  private readonly prefix: string;
  private used = false;

  constructor(
    /** With @inaccessible fields: a key may be one. */
    private readonly fullSchema: GraphQLSchema,
    text: string,
  ) {
    let prefix = "alias_";
    while (text.includes(prefix)) prefix += "_";
    this.prefix = prefix;
  }

  get isUsed(): boolean {
    return this.used;
  }

  /** @returns the name to plan under. */
  cover(alias: string, field: string, possible: Possible): string {
    if (alias === field || !possible.some(({ name }) => this.hasField(name, alias))) return alias;
    this.used = true;
    return this.prefix + alias;
  }

  uncover({ data, errors, extensions }: RawAnswer): RawAnswer {
    const unfilled = extensions?.["valueCompletion"];
    const errorsOf = (list: readonly RawError[]) => list.map((error) => this.uncoverError(error));
    return {
      ...(extensions && { extensions }),
      ...(Array.isArray(unfilled) && { extensions: { ...extensions, valueCompletion: errorsOf(unfilled) } }),
      ...(data !== undefined && { data: data && this.uncoverFields(data) }),
      ...(errors && { errors: errorsOf(errors) }),
    };
  }

  private hasField(type: string, field: string): boolean {
    const found = this.fullSchema.getType(type);
    return (isObjectType(found) || isInterfaceType(found)) && field in found.getFields();
  }

  private uncoverFields(fields: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [this.plain(key), this.uncoverValue(value)]),
    );
  }

  private uncoverValue(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.uncoverValue(item));
    return isFields(value) ? this.uncoverFields(value) : value;
  }

  private uncoverError(error: RawError): RawError {
    if (!("path" in error) || !error.path) return error;
    const path = error.path.map((step) => (typeof step === "string" ? this.plain(step) : step));
    return new GraphQLError(error.message, {
      path,
      ...(error.extensions && { extensions: error.extensions }),
    });
  }

  private plain(key: string): string {
    return key.startsWith(this.prefix) ? key.slice(this.prefix.length) : key;
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
