import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { OperationTypeNode } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { CloseCode, MessageType, validateMessage } from "graphql-ws";
import type { SubscribeMessage } from "graphql-ws";
import type { WebSocket } from "ws";
import { AppError } from "@wegraph/kit/errors";
import type { Principal } from "@wegraph/kit/principal";
import type { Caller } from "../caller.ts";
import { RequestRefused, graphqlErrorOf } from "../errors.ts";
import { isRefusal } from "../identity/authenticator.ts";
import type { Origin, Shown } from "../identity/credential.ts";
import type { ReadyOperation } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import { LiveSubscription } from "./liveSubscription.ts";
import type { LiveIdentity } from "./liveIdentity.ts";
import { Outlet } from "./outlet.ts";
import { Pressure } from "./pressure.ts";
import type { Line } from "./pressure.ts";
import type { FeedEvent } from "./ring.ts";
import { acceptStream } from "./streamRequest.ts";
import type { StreamRequest } from "./streamRequest.ts";
import type { StreamParts } from "./streamParts.ts";
import { headOf, tailOf } from "./nextMessage.ts";
import { textFrame } from "./textFrame.ts";

/** Close codes of WebSocket itself after which a client is meant to come back. */
export const tryAgainLater = 1013;
export const goingAway = 1001;
const policyViolation = 1008;
const closingMsMax = 5_000;

interface Running {
  stop(): unknown;
  follow?(principal: Principal): void;
  refresh?(): void;
}

/** The TCP connection below a WebSocket. */
export type Wire = Pick<Duplex, "writableNeedDrain" | "on" | "write">;

/**
 * One connection speaking graphql-transport-ws. The protocol is spoken here and not by graphql-ws's own server
 * because that one writes every answer as JSON for every subscriber anew.
 */
export class SocketSession {
  private readonly running = new Map<string, Running>();
  private readonly releases: (() => void)[] = [];
  private readonly initTimer: NodeJS.Timeout;
  private identity: LiveIdentity | undefined;
  private acknowledged = false;
  private initReceived = false;
  private window = { minute: 0, messages: 0 };
  private readonly pressure: Pressure;
  /** Answered the last ping; set back by each ping. */
  alive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly wire: Wire,
    private readonly origin: Origin,
    private readonly parts: StreamParts,
  ) {
    const { initTimeoutMs } = parts.settings.streams;
    this.initTimer = setTimeout(
      () => this.close(CloseCode.ConnectionInitialisationTimeout, "Connection initialisation timeout"),
      initTimeoutMs,
    ).unref();
    socket.on(
      "message",
      (data: Buffer, isBinary) => void this.receive(isBinary ? null : data.toString("utf8")),
    );
    this.pressure = new Pressure(this.line(), parts.settings.streams);
    wire.on("drain", () => {
      this.alive = true; // it reads, if slowly: the answer to a ping may be far behind
      this.pressure.drained();
    });
    socket.on("pong", () => (this.alive = true));
    socket.on("error", () => undefined); // a close follows, with the code
    socket.once("close", () => this.ended());
  }

  ping(): void {
    if (!this.alive) return this.socket.terminate();
    this.alive = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  /** A client that does not answer the close frame is cut off; whatever waits for it in memory goes with it. */
  close(code: number, reason: string): void {
    this.release();
    this.socket.close(code, reason.slice(0, 120));
    setTimeout(() => this.socket.terminate(), closingMsMax).unref();
  }

  /** What runs goes on where it stands, by the graph that is now. */
  refresh(): void {
    for (const operation of this.running.values()) operation.refresh?.();
  }

  private ended(): void {
    clearTimeout(this.initTimer);
    this.release();
  }

  private release(): void {
    for (const operation of this.running.values()) operation.stop();
    this.running.clear();
    for (const release of this.releases.splice(0)) release();
  }

  private async receive(text: string | null): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.floods()) return this.close(policyViolation, "Too many messages");
    let message: ReturnType<typeof validateMessage>;
    try {
      message = validateMessage(JSON.parse(text ?? ""));
    } catch {
      return this.close(CloseCode.BadRequest, "Invalid message");
    }
    try {
      switch (message.type) {
        case MessageType.ConnectionInit:
          return await this.init(message.payload ?? {});
        case MessageType.Subscribe:
          return await this.subscribe(message);
        case MessageType.Complete:
          this.running.get(message.id)?.stop();
          return void this.running.delete(message.id);
        case MessageType.Ping:
          return this.send(`{"type":"pong"}`);
        case MessageType.Pong:
          return undefined;
        case MessageType.ConnectionAck:
        case MessageType.Next:
        case MessageType.Error:
          return this.close(CloseCode.BadRequest, `Unexpected message of type ${message.type}`);
      }
    } catch (err) {
      this.parts.log.error({ err }, "socket message failed");
      this.close(CloseCode.InternalServerError, "Internal server error");
    }
  }

  private async init(payload: Shown): Promise<void> {
    if (this.initReceived)
      return this.close(CloseCode.TooManyInitialisationRequests, "Too many initialisation requests");
    this.initReceived = true;
    const { identification, identities, counts, settings } = this.parts;
    try {
      const credential = identification.credentialOf(payload, this.origin);
      if (!credential) return this.close(CloseCode.Unauthorized, "Unauthorized");
      const identity = await identities.of(credential);
      const unlisten = identity.listen({
        changed: (principal) => this.running.forEach((operation) => operation.follow?.(principal)),
        ended: (reason) => this.close(CloseCode.Forbidden, reason.message),
      });
      this.releases.push(unlisten);
      if (this.socket.readyState !== this.socket.OPEN) return this.release();
      this.releases.push(
        counts.take(`tenant:${identity.principal.tenantId}`, settings.streams.connectionsPerTenantMax),
      );
      this.identity = identity;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.close(isRefusal(error) ? CloseCode.Forbidden : tryAgainLater, error.message);
    }
    clearTimeout(this.initTimer);
    this.acknowledged = true;
    this.send(`{"type":"connection_ack"}`);
  }

  private async subscribe({ id, payload }: SubscribeMessage): Promise<void> {
    const { identity } = this;
    if (!this.acknowledged || !identity) return this.close(CloseCode.Unauthorized, "Unauthorized");
    if (this.running.has(id))
      return this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const { settings, admission, entrance } = this.parts;
    const caller: Caller = {
      principal: identity.principal,
      correlationId: randomUUID(),
      address: this.origin.address,
    };
    try {
      const limit = settings.streams.subscriptionsPerConnectionMax;
      if (this.running.size >= limit)
        throw new AppError(
          "RATE_LIMITED",
          "TOO_MANY_SUBSCRIPTIONS",
          `A connection carries ${limit} operations at most.`,
        );
      admission.admit(caller);
      const pending: Running = { stop: () => undefined };
      this.running.set(id, pending); // the id is taken while the operation is looked at
      const ready = await entrance.accept(payload, caller);
      if (this.running.get(id) !== pending) return; // completed or closed meanwhile
      if (ready.operation.kind === OperationTypeNode.SUBSCRIPTION) {
        const request = await acceptStream(entrance, ready.text, payload.extensions, caller);
        return this.running.get(id) === pending ? this.stream(id, request, caller) : undefined;
      }
      await this.answer(id, ready, caller);
    } catch (error) {
      this.fail(id, this.errorsOf(error, caller));
    }
  }

  private async answer(id: string, ready: ReadyOperation, caller: Caller): Promise<void> {
    const { operations } = this.parts;
    const limit = operations.timeLimit();
    // A mutation that began is not broken off half-way because its client lost interest.
    const isQuery = ready.operation.kind === OperationTypeNode.QUERY;
    this.running.set(id, { stop: () => isQuery && limit.abort() });
    const answer = await operations.run(ready, caller, limit);
    if (!this.running.has(id)) return;
    this.next(id, JSON.stringify(answer));
    this.complete(id);
  }

  private stream(id: string, request: StreamRequest, caller: Caller): void {
    const head = Buffer.from(headOf(id));
    const outlet = new Outlet(this.pressure, {
      write: (event) => this.forward(head, event),
      complete: () => this.complete(id),
      fail: (errors) => this.fail(id, errors),
    });
    const subscription = new LiveSubscription(this.parts, request, caller, outlet);
    this.running.set(id, subscription);
    subscription.start();
  }

  private line(): Line {
    const { socket, wire } = this;
    return {
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      get needsDrain() {
        return wire.writableNeedDrain;
      },
      breakOff: () => this.close(tryAgainLater, "Reading too slowly"),
    };
  }

  private errorsOf(error: unknown, caller: Caller): GraphQLFormattedError[] {
    const { settings } = this.parts;
    if (error instanceof AppError) return this.errorsOf(new RequestRefused([graphqlErrorOf(error)]), caller);
    if (!(error instanceof RequestRefused)) throw error;
    return presentRefusal(error, caller, settings).map((each) => each.toJSON());
  }

  private next(id: string, json: string): void {
    this.send(`${headOf(id)}${json}}`);
  }

  /** Past `ws`, which would turn the message into bytes anew for every socket. Its own frames go out whole and at once. */
  private forward(head: Buffer, event: FeedEvent): void {
    if (this.mayWrite()) this.wire.write(textFrame(head, tailOf(event)));
  }

  private complete(id: string): void {
    if (this.running.delete(id)) this.send(JSON.stringify({ id, type: MessageType.Complete }));
  }

  private fail(id: string, errors: readonly GraphQLFormattedError[]): void {
    this.running.delete(id);
    this.send(JSON.stringify({ id, type: MessageType.Error, payload: errors }));
  }

  private send(text: string): void {
    if (this.mayWrite()) this.socket.send(text);
  }

  private mayWrite(): boolean {
    if (this.socket.readyState !== this.socket.OPEN) return false;
    if (!this.pressure.isOver) return true;
    this.close(tryAgainLater, "Reading too slowly");
    return false;
  }

  private floods(): boolean {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.window.minute) this.window = { minute, messages: 0 };
    this.window.messages += 1;
    return this.window.messages > this.parts.settings.streams.messagesPerMinuteMax;
  }
}
