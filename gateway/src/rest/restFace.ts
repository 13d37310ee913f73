import { OperationTypeNode } from "graphql";
import type { GraphQLSchema } from "graphql";
import { AppError, notFound } from "@wegraph/kit/errors";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import type { Caller } from "../caller.ts";
import type { Entrance } from "../entrance.ts";
import { RequestRefused, statusOf } from "../errors.ts";
import type { Answer } from "../execution/presentAnswer.ts";
import { readBody } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import type { Origins } from "../http/origins.ts";
import { sendErrors } from "../http/send.ts";
import { sendText } from "../http/sendText.ts";
import type { Identification } from "../identity/identify.ts";
import { rateHeaders } from "../limit/admission.ts";
import type { Admission } from "../limit/admission.ts";
import type { Operations } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import { openApiOf } from "./openApi.ts";
import { readParameters } from "./readParameters.ts";
import { bodyIn, filled, routeErrors } from "./restAnswer.ts";
import type { RestOperation } from "./restOperation.ts";
import type { RestRoute } from "./route.ts";
import { RouteTable } from "./routeTable.ts";

export interface RestFaceOptions {
  routes: readonly RestRoute[];
  operations: Operations;
  entrance: Entrance;
  identification: Identification;
  admission: Admission;
  settings: GatewaySettings;
  origins: Origins;
}

export const restPrefix = "/api/";
const openApiPath = "/api/openapi.json";
const jsonType = "application/json; charset=utf-8";
const methods = "GET, POST, PUT, PATCH, DELETE";

/** Refuses what is no UTF-8, rather than to take it for other characters. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

interface Described {
  readonly schema: GraphQLSchema;
  readonly table: RouteTable;
  document?: object;
}

/** REST for callers that do not speak GraphQL: each route is an operation of the graph, run as any caller's is. */
export class RestFace {
  private current: Described | undefined;

  constructor(private readonly options: RestFaceOptions) {}

  async handle(call: Call): Promise<void> {
    const { request, response, method, path } = call;
    const { origins } = this.options;
    origins.addHeaders(request, response);
    if (method === "OPTIONS") return origins.answerPreflight(request, response, methods);
    if (path === openApiPath) return this.describe(call);
    const found = this.routes().table.find(method, path);
    if ("operation" in found) return this.answer(call, found.operation, found.pathValues);
    if (found.length === 0) throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    return refuseMethod(call, found);
  }

  private async answer(
    call: Call,
    operation: RestOperation,
    path: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { request, method, search } = call;
    const takesBody = method === "POST" || method === "PUT" || method === "PATCH";
    const body = takesBody ? await this.bodyOf(call) : {};
    const caller = await this.callerOf(call);
    const query = new URLSearchParams(search);
    const { variables, tenantId } = readParameters(operation, {
      path,
      query,
      body,
      headers: request.headers,
    });
    const { principal } = caller;
    if (tenantId !== undefined && isSignedIn(principal) && tenantId !== principal.tenantId)
      throw notFound("tenant", tenantId);
    await this.send(call, operation, await this.run(call, operation, variables, caller));
  }

  private async callerOf(call: Call): Promise<Caller> {
    const { request, response, correlationId, address } = call;
    const { identification, admission } = this.options;
    const principal = await identification.principalOf(request.headers, call);
    const caller = { principal, correlationId, address };
    for (const [name, value] of Object.entries(rateHeaders(admission.admit(caller))))
      response.setHeader(name, value);
    return caller;
  }

  private async run(
    { response }: Call,
    { route }: RestOperation,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<Pick<Answer, "data" | "errors">> {
    const { operations, entrance, settings } = this.options;
    try {
      const ready = await entrance.acceptText({ query: route.document, variables }, caller);
      const limit = operations.timeLimit();
      if (ready.operation.kind === OperationTypeNode.QUERY)
        response.once("close", () => {
          if (!response.writableFinished) limit.abort();
        });
      return await operations.run(ready, caller, limit);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      return { data: null, errors: presentRefusal(error, caller, settings).map((each) => each.toJSON()) };
    }
  }

  private async send(
    call: Call,
    operation: RestOperation,
    { data, errors }: Pick<Answer, "data" | "errors">,
  ): Promise<void> {
    const { response } = call;
    const { route } = operation;
    const told = errors && routeErrors(errors, operation);
    const body = bodyIn(data, route.body);
    if (!body && told) return sendErrors(response, statusOf(told[0]?.extensions?.["code"]), told);
    if (!body) throw new AppError("NOT_FOUND", "RESOURCE_NOT_FOUND", "There is nothing at this address.");
    if (route.location !== undefined) response.setHeader("location", filled(route.location, body));
    if (route.status === 204) return void response.writeHead(204).end();
    const text = JSON.stringify({ ...body, ...(told && { errors: told }) });
    return sendText(call, route.status, jsonType, text, this.options.settings);
  }

  private async bodyOf({ request }: Call): Promise<Record<string, unknown>> {
    const { "content-type": type = "", "content-encoding": coding = "identity" } = request.headers;
    const raw = await readBody(request, this.options.settings.bodyBytesMax);
    if (raw.length === 0) return {};
    if (!/^application\/json *(; *charset="?utf-8"?)?$/i.test(type) || coding !== "identity")
      throw new AppError("INVALID_INPUT", "CONTENT_TYPE_REFUSED", "The body has to be application/json.");
    try {
      const body: unknown = JSON.parse(utf8.decode(raw));
      if (isRecord(body)) return body;
    } catch {
      // said below, as for any other body that is no object
    }
    throw new AppError("INVALID_INPUT", "BODY_MALFORMED", "The body is not a JSON object in UTF-8.");
  }

  /** The OpenAPI document, for whoever may read the schema it is made from. */
  private async describe(call: Call): Promise<void> {
    if (call.method !== "GET" && call.method !== "HEAD") return refuseMethod(call, ["GET"]);
    const { settings } = this.options;
    const { principal } = await this.callerOf(call);
    if (settings.introspection === "SIGNED_IN" && !isSignedIn(principal)) throw refusal(principal, []);
    const described = this.routes();
    described.document ??= openApiOf(described.table.operations, settings.publicUrl);
    return sendText(call, 200, jsonType, JSON.stringify(described.document), settings);
  }

  /** Read anew when the graph is another. */
  private routes(): Described {
    const { routes, operations } = this.options;
    const schema = operations.apiSchema;
    if (this.current?.schema !== schema) this.current = { schema, table: new RouteTable(routes, schema) };
    return this.current;
  }
}

function refuseMethod({ response }: Call, allowed: readonly string[]): never {
  response.setHeader("allow", allowed.join(", "));
  throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", `Send this by ${allowed.join(" or ")}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
