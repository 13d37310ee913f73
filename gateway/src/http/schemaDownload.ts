import { printSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import type { Identification } from "../identity/identify.ts";
import type { Operations } from "../operations.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Call } from "./call.ts";
import { sendText } from "./sendText.ts";

/** The schema as text, for whoever may introspect it. */
export class SchemaDownload {
  private readonly texts = new WeakMap<GraphQLSchema, string>();

  constructor(
    private readonly operations: Pick<Operations, "apiSchema">,
    private readonly identification: Identification,
    private readonly settings: GatewaySettings,
  ) {}

  async handle(call: Call): Promise<void> {
    const { request, response, method } = call;
    if (method !== "GET" && method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", "The schema is read by GET.");
    }
    const principal = await this.identification.principalOf(request.headers, call);
    if (this.settings.introspection === "SIGNED_IN" && !isSignedIn(principal)) throw refusal(principal, []);
    const { apiSchema } = this.operations;
    const text = this.texts.get(apiSchema) ?? printSchema(apiSchema);
    this.texts.set(apiSchema, text);
    response.setHeader("content-disposition", `attachment; filename="schema.graphql"`);
    await sendText(call, 200, "application/graphql; charset=utf-8", text, this.settings);
  }
}
