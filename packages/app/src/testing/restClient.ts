import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { request } from "undici";
import type { Dispatcher } from "undici";
import type { Client } from "./client.ts";

export interface RestAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown> | null;
}

interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: unknown;
}

interface OpenApiOperation {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: unknown }>;
}

/** A caller of the REST routes that holds every answer to what the OpenAPI document says of it. */
export class RestClient {
  /** `GET /api/v1/accounts 200`: what was answered, and found as described. */
  readonly checked = new Set<string>();
  private readonly ajv = new Ajv2020.default({ strict: false, allErrors: true });

  private constructor(
    readonly client: Client,
    readonly document: OpenApi,
  ) {
    formats.default(this.ajv);
    this.ajv.addSchema(closed(document) as object, "openapi");
  }

  static async open(client: Client): Promise<RestClient> {
    const { body } = await request(`${client.url}/api/openapi.json`, { headers: authorization(client) });
    return new RestClient(client, (await body.json()) as OpenApi);
  }

  as(client: Client): RestClient {
    return new RestClient(client, this.document);
  }

  async call(
    method: Dispatcher.HttpMethod,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RestAnswer> {
    const answer = await request(this.client.url + path, {
      method,
      headers: {
        ...authorization(this.client),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const parsed = text === "" ? null : (JSON.parse(text) as Record<string, unknown>);
    this.check(method, path, answer.statusCode, parsed);
    return { status: answer.statusCode, headers: answer.headers, body: parsed };
  }

  private check(method: string, path: string, status: number, body: unknown): void {
    const bare = path.split("?")[0] ?? "";
    // A path without parameters comes before those with, as OpenAPI has it.
    const template = Object.keys(this.document.paths)
      .toSorted((a, b) => Number(a.includes("{")) - Number(b.includes("{")))
      .find((each) => new RegExp(`^${each.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(bare));
    const operation = template && this.document.paths[template]?.[method.toLowerCase()];
    if (!operation) return; // not a route: what is answered to that is the test's own business
    const described = operation.responses[String(status)];
    if (!described) throw new Error(`${method} ${path} answered ${status}, which is not described`);
    this.checked.add(`${method} ${template} ${status}`);
    const pointer = described.$ref
      ? `openapi${described.$ref}`
      : `openapi#/paths/${template.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D")}/${method.toLowerCase()}/responses/${status}`;
    const hasContent = described.$ref !== undefined || described.content !== undefined;
    if (!hasContent) {
      if (body !== null) throw new Error(`${method} ${path} answered with a body where none is described`);
      return;
    }
    const validate = this.ajv.compile({ $ref: `${pointer}/content/application~1json/schema` });
    if (!validate(body))
      throw new Error(
        `${method} ${path} ${status}: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
      );
  }
}

function authorization({ accessToken }: Client): Record<string, string> {
  return accessToken ? { authorization: `Bearer ${accessToken}` } : {};
}

/** The document leaves room for properties to come; a test wants to know of every one there is. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  const isSchema = inner["type"] === "object" && typeof inner["properties"] === "object";
  return isSchema &&
    !("extensions" in (inner["properties"] as object)) &&
    !("code" in (inner["properties"] as object))
    ? { ...inner, additionalProperties: false }
    : inner;
}
