import { printSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import type { Identification } from "../identity/identify.ts";
import type { Operations } from "../operations.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Call } from "./call.ts";

/** The schema as text, for whoever may introspect it. */
export class SchemaDownload {
  private readonly texts = new WeakMap<GraphQLSchema, string>();

  constructor(
    private readonly operations: Pick<Operations, "apiSchema">,
    private readonly identification: Identification,
    private readonly settings: GatewaySettings,
  ) {}

  async handle(call: Call): Promise<void> {
    const { request, response } = call;
    const principal = await this.identification.principalOf(request.headers, call);
    if (this.settings.introspection === "SIGNED_IN" && !isSignedIn(principal)) throw refusal(principal, []);
    const { apiSchema } = this.operations;
    const text = this.texts.get(apiSchema) ?? printSchema(apiSchema);
    this.texts.set(apiSchema, text);
    response.writeHead(200, {
      "content-type": "application/graphql; charset=utf-8",
      "content-disposition": `attachment; filename="schema.graphql"`,
    });
    response.end(text);
  }
}
