import "reflect-metadata";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { isObjectType, parse } from "graphql";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync, createResolversMap } from "type-graphql";
import type { ClassType, NonEmptyArray, PubSub, ResolverData } from "type-graphql";
import { cacheControlSdl } from "./cacheControl.ts";
import type { RequestContext } from "./context.ts";
import { answerEntitiesDirectly } from "./entities.ts";
import { AppError } from "./errors.ts";
import { can, isSignedIn, refusal } from "./principal.ts";
import type { Permission } from "./principal.ts";
import { isUuid, validateArgument } from "./validate.ts";

/**
 * How other subgraphs' references to an entity are answered. `requires` repeats the right here because
 * `__resolveReference` sits outside type-graphql's auth checker.
 */
export interface ReferenceResolver {
  requires: Permission | "SIGNED_IN" | "PUBLIC";
  load(id: string, context: RequestContext): Promise<object | null>;
}

export interface SubgraphOptions {
  name: string;
  /** Resolver instances, wired by hand in the domain's composition root. */
  resolvers: readonly object[];
  /** By entity type name. Every entity is keyed by `id`. */
  references?: Readonly<Record<string, ReferenceResolver>>;
  /** Types reached only by reference. */
  orphanedTypes?: readonly ClassType[];
  /** SDL that decorators cannot say (e.g. @tag on an enum). */
  sdlTail?: string;
}

export interface Subgraph {
  name: string;
  schema: GraphQLSchema;
  /** Federation 2 SDL: what composition reads. */
  sdl: string;
}

const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@override",
  "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@composeDirective"
])`;

/** type-graphql resolver instances → one executable Federation 2 subgraph. */
export function buildSubgraph(options: SubgraphOptions): Subgraph {
  const byClass = new Map<unknown, object>(
    options.resolvers.map((resolver) => [resolver.constructor, resolver]),
  );
  const typed = buildSchemaSync({
    resolvers: [...byClass.keys()] as NonEmptyArray<ClassType>,
    orphanedTypes: [...(options.orphanedTypes ?? [])] as ClassType[],
    container: { get: (wanted: unknown) => byClass.get(wanted) },
    authChecker: checkAccess,
    validateFn: (value: unknown, type: unknown, { info, args }: ResolverData) =>
      validateArgument(value, type, info, args),
    // A schema may lack Query of its own, and directives of federation are unknown to graphql-js.
    skipCheck: true,
    pubSub: noPubSub,
  });

  const body = printSchemaWithDirectives(typed);
  const sdl = [federationLink, cacheControlSdl, body, options.sdlTail ?? ""].join("\n\n");
  const resolvers = createResolversMap(typed) as Record<string, Record<string, unknown>>;
  for (const [typeName, reference] of Object.entries(options.references ?? {}))
    resolvers[typeName] = {
      ...resolvers[typeName],
      __resolveReference: (stub: { id?: unknown }, context: RequestContext) =>
        resolveReference(reference, stub, context, typeName),
    };
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers as NonNullable<
      Parameters<typeof buildSubgraphSchema>[0] & { resolvers?: unknown }
    >["resolvers"],
  } as Parameters<typeof buildSubgraphSchema>[0]);
  answerEntitiesDirectly(schema);
  stopWhenAbandoned(schema);
  return { name: options.name, schema, sdl };
}

/** graphql-js runs an operation to its end, whoever has left; so each resolver asks first whether anybody waits. */
function stopWhenAbandoned(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (const type of types.filter(({ name }) => !name.startsWith("__")))
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (source, args, context: RequestContext, info) => {
        context.demandWaiting();
        return resolve(source, args, context, info);
      };
    }
}

/**
 * Refuses by the field's declared permissions (all of them); a bare @Authorized() asks only for a signed-in caller.
 * An arrow function, because type-graphql takes anything with a prototype for a class to ask the container for.
 */
const checkAccess = ({ context }: ResolverData<RequestContext>, permissions: string[]): boolean => {
  const { principal } = context;
  const missing = permissions.filter((permission) => !can(principal, permission));
  if (!isSignedIn(principal) || missing.length > 0) throw refusal(principal, missing);
  return true;
};

async function resolveReference(
  reference: ReferenceResolver,
  stub: { id?: unknown },
  context: RequestContext,
  typeName: string,
): Promise<object | null> {
  const { principal } = context;
  const { requires } = reference;
  if (requires !== "PUBLIC" && !isSignedIn(principal)) throw refusal(principal, []);
  if (requires !== "PUBLIC" && requires !== "SIGNED_IN" && !can(principal, requires))
    throw refusal(principal, [requires]);
  if (typeof stub.id !== "string" || !isUuid(stub.id)) return null;
  const row = await reference.load(stub.id, context);
  return row && Object.assign(row, { __typename: typeName });
}

/** type-graphql wants one even where every @Subscription brings its own `subscribe`. */
const noPubSub: PubSub = {
  publish: () => {
    throw new AppError("INTERNAL", "PUBSUB_UNUSED", "Subscriptions follow the event feed, not a PubSub.");
  },
  subscribe: () => {
    throw new AppError("INTERNAL", "PUBSUB_UNUSED", "Subscriptions follow the event feed, not a PubSub.");
  },
};
