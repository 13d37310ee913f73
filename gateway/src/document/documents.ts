import { GraphQLError, Kind, parse, specifiedRules, validate, visit } from "graphql";
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { AccessMap } from "../access/accessMap.ts";
import { RequestRefused, refusedInput } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";
import { refuseOversized, tooLarge } from "./measure.ts";
import { checkOperation } from "./operation.ts";
import type { CheckedOperation } from "./operation.ts";

const cacheBytes = 32 * 1_024 * 1_024;
/** A parsed and planned document takes this much more memory than its text; measured on the console's own. */
const weightOfText = 20;
const validationErrorsMax = 10;
/** As graphql-js says it, which has no code for it. */
const tooManyTokens = /more tha[nt] \d+ tokens/i;

type Checked = ReadonlyMap<string, CheckedOperation> | RequestRefused;

/** Parses, measures and validates each distinct text once; refusals are remembered like the rest. */
export class Documents {
  private readonly checked = new LRUCache<string, Checked>({
    maxSize: cacheBytes,
    sizeCalculation: (_, text) => 2_000 + text.length * weightOfText,
  });
  private count = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly access: AccessMap,
    private readonly limits: GatewaySettings["document"],
    /** Sets the ids of its operations apart from those of other versions of the graph. */
    private readonly prefix = "",
  ) {}

  /** @throws RequestRefused for a document that is too large, malformed or invalid, or lacks the operation named. */
  find(text: string, operationName: string | null | undefined): CheckedOperation {
    if (text.length > this.limits.textBytesMax) throw tooLarge("characters", this.limits.textBytesMax);
    const known = this.checked.get(text);
    const operations = known ?? this.check(text);
    if (!known) this.checked.set(text, operations);
    if (operations instanceof RequestRefused) throw operations;
    return pick(operations, operationName);
  }

  private check(text: string): Checked {
    try {
      const document = this.parsed(text);
      refuseOversized(document, this.limits);
      const errors = validate(this.schema, document, specifiedRules, { maxErrors: validationErrorsMax });
      if (errors.length > 0) return new RequestRefused(errors.map(malformed));
      refuseReservedVariables(document);
      return this.operationsOf(document);
    } catch (error) {
      if (error instanceof RequestRefused) return error;
      if (error instanceof RangeError) return tooLarge("levels", this.limits.depthMax); // the parser ran out of stack
      throw error;
    }
  }

  private parsed(text: string): DocumentNode {
    const { tokensMax } = this.limits;
    try {
      return parse(text, { maxTokens: tokensMax });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (tooManyTokens.test(error.message)) throw tooLarge("tokens", tokensMax);
      throw new RequestRefused([malformed(error)]);
    }
  }

  private operationsOf(document: DocumentNode): ReadonlyMap<string, CheckedOperation> {
    const operations = document.definitions.filter(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );
    return new Map(
      operations.map((definition) => [
        definition.name?.value ?? "",
        checkOperation(`${this.prefix}o${(this.count += 1)}`, document, definition, this.schema, this.access),
      ]),
    );
  }
}

function pick(
  operations: ReadonlyMap<string, CheckedOperation>,
  name: string | null | undefined,
): CheckedOperation {
  const [only] = operations.values();
  const found =
    name == null || name === "" ? (operations.size === 1 ? only : undefined) : operations.get(name);
  if (found) return found;
  const message = name
    ? `There is no operation ${name.slice(0, 100)}.`
    : "Say by operationName which operation to run.";
  throw refusedInput({ path: ["operationName"], message }, "OPERATION_UNKNOWN");
}

/** What the planner itself calls variables of its fetches. */
const reserved = /^(representations$|contextualArgument_)/;

function refuseReservedVariables(document: DocumentNode): void {
  visit(document, {
    VariableDefinition({ variable }) {
      const name = variable.name.value;
      if (reserved.test(name))
        throw refusedInput(
          { path: [name], message: `A variable cannot be called ${name} here.` },
          "VARIABLE_RESERVED",
        );
    },
    SelectionSet: () => false,
  });
}

/** graphql-js's own words about a malformed document, with our code; they speak of the document alone. */
function malformed(error: GraphQLError): GraphQLError {
  const { nodes, source, positions } = error;
  return new GraphQLError(error.message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: {
      code: "INVALID_INPUT",
      reason: "DOCUMENT_INVALID",
      issues: [{ path: ["query"], message: error.message }],
    },
  });
}
