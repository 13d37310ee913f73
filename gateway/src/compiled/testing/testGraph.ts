import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import type { Schema } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import type { QueryPlannerConfig } from "@apollo/query-planner";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, isAbstractType, isObjectType, parse } from "graphql";
import type { DocumentNode, ExecutionResult, GraphQLSchema } from "graphql";
import { OperationCompiler } from "../operationCompiler.ts";
import { isFields } from "../row.ts";
import type { Fields } from "../row.ts";
import type { SubgraphCall } from "../types.ts";
import { Thing } from "./world.ts";
import type { World, WorldPlan } from "./world.ts";
import { worldPlanOf } from "./worldPlan.ts";

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible"
])`;

/** A supergraph of subgraphs that take what they know from a world. */
export class TestGraph {
  readonly names: readonly string[];
  readonly api: Schema;
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly planner: QueryPlanner;
  readonly compiler: OperationCompiler;
  readonly worldPlan: WorldPlan;
  private readonly schemas: ReadonlyMap<string, GraphQLSchema>;

  /** @param sources the SDL of each subgraph by its name */
  constructor(sources: Readonly<Record<string, string>>, config: QueryPlannerConfig = {}) {
    const parsed = Object.entries(sources).map(([name, sdl]) => ({
      name,
      typeDefs: parse(federation + sdl),
    }));
    const { errors, supergraphSdl } = composeServices(parsed);
    if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
    const supergraph = Supergraph.build(supergraphSdl);
    this.names = Object.keys(sources);
    this.api = supergraph.apiSchema();
    this.apiSchema = this.api.toGraphQLJSSchema();
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    const common = { exposeDocumentNodeInFetchNode: true, reuseQueryFragments: false };
    this.planner = new QueryPlanner(supergraph, { ...common, ...config });
    this.compiler = new OperationCompiler(this);
    this.schemas = new Map(parsed.map(({ name, typeDefs }) => [name, this.subgraphSchema(typeDefs)]));
    this.worldPlan = worldPlanOf(
      parsed.map(({ typeDefs }) => typeDefs),
      this.supergraphSchema,
    );
  }

  /** Has a subgraph answer. The answer is as it came over a wire, and frozen: nobody may write to it. */
  async ask(world: World, subgraph: string, call: SubgraphCall): Promise<ExecutionResult> {
    const schema = this.schemas.get(subgraph);
    if (!schema) throw new Error(`There is no subgraph ${subgraph}.`);
    const { query, document = parse(query), operationName = null } = call;
    const variableValues = asSent(call.variables);
    const args = { schema, document, operationName, variableValues, contextValue: world };
    return frozen(asSent(await execute({ ...args, fieldResolver, typeResolver: this.typeResolver })));
  }

  /** The right answer: the same world behind one schema. */
  async answerAsOne(world: World, document: DocumentNode, variableValues: Fields): Promise<ExecutionResult> {
    const args = { schema: this.apiSchema, document, variableValues, contextValue: world };
    return await execute({ ...args, fieldResolver, typeResolver: this.typeResolver });
  }

  private subgraphSchema(typeDefs: DocumentNode): GraphQLSchema {
    const schema = buildSubgraphSchema({ typeDefs });
    const entities = schema.getQueryType()?.getFields()["_entities"];
    if (entities)
      entities.resolve = (_, { representations }: Fields, world: World) =>
        Array.isArray(representations)
          ? representations.filter(isFields).map((each) => world.find(each))
          : null;
    const entity = schema.getType("_Entity");
    if (isAbstractType(entity)) entity.resolveType = this.typeResolver;
    return schema;
  }

  /** In a subgraph that has an interface as an object type, things are of that type. */
  private readonly typeResolver = (
    { type }: Thing,
    _: unknown,
    { schema }: { schema: GraphQLSchema },
  ): string => {
    const whole = this.supergraphSchema.getType(type);
    if (isObjectType(schema.getType(type)) || !isObjectType(whole)) return type;
    return whole.getInterfaces().find(({ name }) => isObjectType(schema.getType(name)))?.name ?? type;
  };
}

interface FieldInfo {
  readonly fieldName: string;
  readonly parentType: { readonly name: string };
}

function fieldResolver(
  source: unknown,
  args: Fields,
  world: World,
  { fieldName, parentType }: FieldInfo,
): unknown {
  return world.resolve(
    source instanceof Thing ? source : new Thing(parentType.name, "root"),
    fieldName,
    args,
  );
}

function asSent<T>(value: T): T {
  const sent: T = JSON.parse(JSON.stringify(value));
  return sent;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
}
