import { isNonNullType } from "graphql";
import { JsonSchemas, described } from "./jsonSchema.ts";
import type { JsonSchema } from "./jsonSchema.ts";
import { rateHeaders, refusalSchemas, refusals } from "./openApiRefusals.ts";
import type { RestOperation, RestParameter } from "./restOperation.ts";
import { idempotencyHeader, tenantParameter } from "./route.ts";

/** The OpenAPI 3.1 document of the routes, from their operations and the graph's own types and descriptions. */
export function openApiOf(operations: readonly RestOperation[], publicUrl: string | undefined): object {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const { method, path } = operation.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Wegraph",
      version: "1",
      description:
        "Each of these routes is an operation of the GraphQL API at `/graphql`, under the same rights and limits. Live updates and everything else are there.",
    },
    servers: [{ url: publicUrl ?? "/" }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key (`wg_live_…`) or an access token.",
        },
      },
      headers: rateHeaders,
      responses: refusals,
      schemas: { ...refusalSchemas, ...Object.fromEntries(schemas.enums) },
    },
  };
}

function operationOf(operation: RestOperation, schemas: JsonSchemas): object {
  const { route, name, description, parameters } = operation;
  const properties = parameters.filter(({ place }) => place === "BODY");
  const others = parameters.filter(({ place }) => place !== "BODY");
  const byQuery = route.method === "GET" || route.method === "DELETE";
  const tenant = {
    ...scalar,
    description: "Your own tenant, if you want to be sure; any other is not found.",
  };
  return {
    operationId: name.charAt(0).toLowerCase() + name.slice(1),
    summary: route.summary,
    ...(description && description !== route.summary && { description }),
    tags: [route.tag],
    parameters: [
      ...others.map((parameter) => parameterOf(parameter, schemas)),
      ...(route.acceptsTenantId && byQuery ? [{ name: tenantParameter, in: "query", schema: tenant }] : []),
    ],
    ...(properties.length > 0 && {
      requestBody: bodyOf(properties, schemas, route.acceptsTenantId ? { [tenantParameter]: tenant } : {}),
    }),
    responses: {
      [route.status]: answerOf(operation, schemas),
      ...Object.fromEntries(
        Object.keys(refusals).map((status) => [status, { $ref: `#/components/responses/${status}` }]),
      ),
    },
  };
}

const scalar: JsonSchema = { type: "string" };

function parameterOf(
  { name, place, type, description, defaultValue }: RestParameter,
  schemas: JsonSchemas,
): object {
  return {
    name: place === "HEADER" ? idempotencyHeader : name,
    in: place.toLowerCase(),
    ...((place === "PATH" || isNonNullType(type)) && { required: true }),
    ...(description && { description }),
    schema: { ...schemas.given(type), ...(defaultValue != null && { default: defaultValue }) },
  };
}

function bodyOf(
  parameters: readonly RestParameter[],
  schemas: JsonSchemas,
  more: Readonly<Record<string, JsonSchema>>,
): object {
  const properties = parameters.map(({ name, type, description, defaultValue }) => [
    name,
    {
      ...described(schemas.input(type), description),
      ...(defaultValue != null && { default: defaultValue }),
    },
  ]);
  const required = parameters.filter(({ type }) => isNonNullType(type)).map(({ name }) => name);
  const schema = {
    type: "object",
    properties: { ...Object.fromEntries(properties), ...more },
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  return { required: required.length > 0, content: { "application/json": { schema } } };
}

function answerOf({ route, body }: RestOperation, schemas: JsonSchemas): object {
  const description = meanings[route.status];
  const limits = Object.fromEntries(
    Object.keys(rateHeaders).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  const location = { location: { description: "Where it is to be found.", schema: scalar } };
  const headers = { ...limits, ...(route.location !== undefined && location) };
  if (route.status === 204) return { description, headers };
  const { properties, required } = schemas.object(body.type, body.selection);
  return {
    description,
    headers,
    content: {
      "application/json": {
        schema: {
          type: "object",
          properties: { ...properties, errors: { $ref: "#/components/schemas/PartialErrors" } },
          required,
        },
      },
    },
  };
}

const meanings: Readonly<Record<number, string>> = {
  200: "As asked.",
  201: "Made.",
  202: "Ordered; how it goes on is told by events, and by asking.",
  204: "Done.",
};
