import { OperationTypeNode } from "graphql";
import type { AppError } from "@wegraph/kit/errors";
import type { Caller } from "../caller.ts";
import type { OperationRequest } from "../entrance.ts";
import { RequestRefused, refused, statusOf } from "../errors.ts";
import { readBody } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { mutationByGet, requestInBody, requestInSearch } from "../http/graphqlRequest.ts";
import { sendErrors } from "../http/send.ts";
import { presentRefusal } from "../presentRefusal.ts";
import { EventStreamResponse } from "./eventStreamResponse.ts";
import { LiveSubscription } from "./liveSubscription.ts";
import { Outlet } from "./outlet.ts";
import { refreshAll } from "./refreshAll.ts";
import type { StreamFormat } from "./streamFormat.ts";
import type { StreamParts } from "./streamParts.ts";
import { acceptStream } from "./streamRequest.ts";

/** Operations answered by a response that stays open, each on a request of its own. */
export class EventStreams {
  private readonly open = new Map<EventStreamResponse, LiveSubscription | undefined>();

  constructor(private readonly parts: StreamParts) {}

  async handle(call: Call, format: StreamFormat): Promise<void> {
    const { identification, identities, counts, settings, admission } = this.parts;
    const release: (() => void)[] = [];
    const releaseAll = () => release.splice(0).forEach((each) => each());
    call.response.once("close", releaseAll);
    const { connectionsPerAddressMax, connectionsPerTenantMax } = settings.streams;
    release.push(counts.take(`address:${call.address}`, connectionsPerAddressMax));
    const request = await this.requestOf(call);

    const credential = identification.credentialOf(call.request.headers, call);
    const stream = new EventStreamResponse(call.response, format, settings.streams);
    release.push(() => this.forget(stream));
    const identity = credential && (await identities.of(credential));
    if (identity) {
      const ended = ({ message, code, reason }: AppError) => {
        this.open.get(stream)?.stop();
        stream.fail([{ message, extensions: { code, reason } }]);
      };
      release.push(identity.listen({ changed: (now) => this.open.get(stream)?.follow(now), ended }));
      release.push(counts.take(`tenant:${identity.principal.tenantId}`, connectionsPerTenantMax));
    }
    if (call.response.closed) return releaseAll();
    const principal = identity ? identity.principal : await identification.principalOf({}, call);
    const caller: Caller = { principal, correlationId: call.correlationId, address: call.address };
    admission.admit(caller);
    try {
      await this.answer(call, request, caller, stream);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      const errors = presentRefusal(error, caller, settings).map((each) => each.toJSON());
      if (call.response.headersSent) stream.fail(errors);
      else sendErrors(call.response, statusOf(errors[0]?.extensions?.["code"]), errors);
    }
  }

  /** Running subscriptions go on where they stand, by the graph that is now. */
  refresh(): Promise<void> {
    return refreshAll([...this.open.values()].flatMap((subscription) => subscription ?? []));
  }

  /** Ends every stream without `complete`: to its client that is a broken connection, to be made again. */
  drain(): void {
    for (const stream of this.open.keys()) stream.cut();
  }

  private forget(stream: EventStreamResponse): void {
    this.open.get(stream)?.stop();
    this.open.delete(stream);
  }

  private async answer(
    { method, response, request: { headers } }: Call,
    request: OperationRequest,
    caller: Caller,
    stream: EventStreamResponse,
  ): Promise<void> {
    const { operations, entrance } = this.parts;
    const ready = await entrance.accept(request, caller);
    const { kind } = ready.operation;
    if (method === "GET" && kind === OperationTypeNode.MUTATION) throw refused(mutationByGet);
    if (kind === OperationTypeNode.SUBSCRIPTION) {
      const lastEventId = headers["last-event-id"];
      const last = typeof lastEventId === "string" ? lastEventId : undefined;
      const subscribing = await acceptStream(entrance, ready.text, request.extensions, caller, last);
      if (response.closed) return;
      const outlet = new Outlet(stream.pressure, stream);
      const subscription = new LiveSubscription(this.parts, subscribing, caller, outlet);
      this.open.set(stream, subscription);
      // Begun before the stream is: what is refused at once is an answer of its own, with its own status.
      subscription.check();
      stream.begin();
      return subscription.start();
    }
    if (response.closed) return;
    this.open.set(stream, undefined);
    stream.begin();
    stream.write({ json: JSON.stringify(await operations.run(ready, caller)) });
    stream.complete();
  }

  private async requestOf({ request, method, search }: Call): Promise<OperationRequest> {
    if (method === "GET") return requestInSearch(search);
    return requestInBody(
      request.headers["content-type"],
      await readBody(request, this.parts.settings.bodyBytesMax),
    );
  }
}
