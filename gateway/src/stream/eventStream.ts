import { OperationTypeNode } from "graphql";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import { z } from "zod";
import type { Caller } from "../caller.ts";
import type { OperationRequest } from "../entrance.ts";
import { RequestRefused, refused } from "../errors.ts";
import { readBody } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { sendErrors } from "../http/send.ts";
import { presentRefusal } from "../presentRefusal.ts";
import { EventStreamResponse } from "./eventStreamResponse.ts";
import { LiveSubscription } from "./liveSubscription.ts";
import type { StreamParts } from "./streamParts.ts";

const asked = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Operations answered as text/event-stream: `next` events and one `complete`, each operation on a request of its
 * own (graphql-sse's distinct connections mode, and what an EventSource can read).
 */
export class EventStreams {
  private readonly open = new Set<EventStreamResponse>();

  constructor(private readonly parts: StreamParts) {}

  async handle(call: Call): Promise<void> {
    const { identification, identities, counts, settings, admission } = this.parts;
    const release: (() => void)[] = [];
    const releaseAll = () => release.splice(0).forEach((each) => each());
    call.response.once("close", releaseAll);
    const { connectionsPerAddressMax, connectionsPerTenantMax } = settings.streams;
    release.push(counts.take(`address:${call.address}`, connectionsPerAddressMax));
    const text = await this.textOf(call);

    const credential = identification.credentialOf(call.request.headers, call);
    const stream = new EventStreamResponse(call.response, settings.streams);
    let subscription: LiveSubscription | undefined;
    release.push(() => subscription?.stop());
    const identity = credential && (await identities.of(credential));
    if (identity) {
      const ended = ({ message, code, reason }: AppError) =>
        stream.fail([{ message, extensions: { code, reason } }]);
      release.push(identity.listen({ changed: (now) => subscription?.follow(now), ended }));
      release.push(counts.take(`tenant:${identity.principal.tenantId}`, connectionsPerTenantMax));
    }
    if (call.response.closed) return releaseAll();
    const principal = identity ? identity.principal : await identification.principalOf({}, call);
    const caller: Caller = { principal, correlationId: call.correlationId, address: call.address };
    admission.admit(caller);
    try {
      subscription = await this.answer(call, text, caller, stream);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      sendErrors(
        call.response,
        400,
        presentRefusal(error, caller, settings).map((each) => each.toJSON()),
      );
    }
  }

  /** Ends every stream without `complete`: to its client that is a broken connection, to be made again. */
  drain(): void {
    for (const stream of this.open) stream.cut();
  }

  /** @returns the subscription, if it is one; anything else has been answered when this resolves. */
  private async answer(
    { method, response }: Call,
    request: OperationRequest,
    caller: Caller,
    stream: EventStreamResponse,
  ): Promise<LiveSubscription | undefined> {
    const { operations, entrance } = this.parts;
    const ready = await entrance.accept(request, caller);
    if (response.closed) return undefined;
    const { kind } = ready.operation;
    if (method === "GET" && kind === OperationTypeNode.MUTATION) throw refused(mutationByGet);
    const subscription =
      kind === OperationTypeNode.SUBSCRIPTION && new LiveSubscription(this.parts, ready.text, caller, stream);
    if (subscription) subscription.start();
    this.open.add(stream);
    response.once("close", () => this.open.delete(stream));
    stream.begin();
    if (subscription) return subscription;
    stream.next(JSON.stringify(await operations.run(ready, caller)));
    stream.complete();
    return undefined;
  }

  private async textOf({ request, method, search }: Call): Promise<OperationRequest> {
    if (method === "POST" && !/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
      throw new AppError("INVALID_INPUT", "CONTENT_TYPE_REFUSED", "The body has to be application/json.");
    const given =
      method === "POST" ? (await readBody(request, this.parts.settings.bodyBytesMax)).toString("utf8") : null;
    try {
      if (given !== null) return asked.parse(JSON.parse(given));
      const { variables, extensions, ...rest } = Object.fromEntries(new URLSearchParams(search));
      return asked.parse({
        ...rest,
        variables: variables === undefined ? null : JSON.parse(variables),
        extensions: extensions === undefined ? null : JSON.parse(extensions),
      });
    } catch {
      throw invalidInput(
        [{ path: ["query"], message: "The request is not a GraphQL operation." }],
        "REQUEST_MALFORMED",
      );
    }
  }
}

const mutationByGet = new AppError("INVALID_INPUT", "MUTATION_BY_GET", "A mutation is sent by POST.");
