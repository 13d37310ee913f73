import { GRAPHQL_TRANSPORT_WS_PROTOCOL as protocol } from "graphql-ws";
import type { ExecutionResult } from "graphql";
import { WebSocket } from "ws";
import { coalesceWrites } from "./coalesceWrites.ts";

/** A line on which nothing comes back within these two together is dead, whatever the sockets say. */
const pingEveryMs = 5_000;
const pongWithinMs = 3_000;
const connectWithinMs = 5_000;
/** It closes after so many pings in a row between which nothing was asked. */
const idlePingsMax = 12;
const normalClosure = 1000;
/** The protocol's own code for a message that cannot be understood. */
const badResponse = 4004;

/** Who waits for the answer to one query. */
export interface Asker {
  answered(result: ExecutionResult): void;
  failed(cause: unknown): void;
}

interface Message {
  id?: string | undefined;
  type?: string | undefined;
  payload?: unknown;
}

/** One graphql-transport-ws connection for queries: the client's side of the protocol as far as they need it. */
export class QueryConnection {
  /** Nothing can be asked any more. */
  isOver = false;
  private readonly socket: WebSocket;
  private readonly asking = new Map<string, Asker>();
  /** What is to be sent once the connection is acknowledged; null from then on. */
  private unsent: { id: string; text: string }[] | null = [];
  private count = 0;
  private countAtPing = 0;
  private idlePings = 0;
  private cause: unknown;
  private ping: NodeJS.Timeout | undefined;
  /** For the acknowledgement, then for each pong. */
  private due: NodeJS.Timeout | undefined;

  constructor(
    url: string,
    private readonly params: () => Record<string, unknown>,
  ) {
    this.socket = new WebSocket(url, protocol, {
      handshakeTimeout: connectWithinMs,
      perMessageDeflate: false,
      // The mask keeps scripts of web pages from writing what a proxy may take for HTTP. No script writes here, and JSON
      // has no line break in it: nothing would be gained by changing every byte, at both ends.
      generateMask: (mask) => mask.fill(0),
      // A subgraph of ours writes JSON by itself; what is no text is no JSON either.
      skipUTF8Validation: true,
    });
    this.socket
      .once("upgrade", ({ socket }) => coalesceWrites(socket))
      .once("open", () => this.begin())
      .on("message", (data: Buffer) => this.read(data.toString("utf8")))
      .on("error", (cause) => (this.cause = cause))
      .once("close", (code) => this.end(this.cause ?? new Error(`The line was closed with ${code}.`)));
  }

  /** @param payload as JSON. @returns what to leave by */
  ask(payload: string, asker: Asker): string {
    const id = String((this.count += 1));
    const text = `{"id":"${id}","type":"subscribe","payload":${payload}}`;
    this.asking.set(id, asker);
    if (this.unsent) this.unsent.push({ id, text });
    else this.socket.send(text);
    return id;
  }

  /** The answer is waited for no more. */
  leave(id: string): void {
    if (this.asking.delete(id) && !this.unsent) this.socket.send(`{"id":"${id}","type":"complete"}`);
  }

  close(code = normalClosure): void {
    this.isOver = true;
    clearInterval(this.ping);
    this.socket.close(code);
  }

  private begin(): void {
    this.socket.send(JSON.stringify({ type: "connection_init", payload: this.params() }));
    this.due = setTimeout(() => this.socket.terminate(), connectWithinMs);
    this.ping = setInterval(() => this.beat(), pingEveryMs);
  }

  private beat(): void {
    const isIdle = this.count === this.countAtPing && this.asking.size === 0;
    this.idlePings = isIdle ? this.idlePings + 1 : 0;
    this.countAtPing = this.count;
    if (this.idlePings >= idlePingsMax) return this.close();
    if (this.unsent) return; // its acknowledgement is due
    this.socket.send(`{"type":"ping"}`);
    this.due = setTimeout(() => this.socket.terminate(), pongWithinMs);
  }

  private read(text: string): void {
    const { id = "", type = "", payload } = messageIn(text);
    switch (type) {
      case "next":
        return this.taken(id)?.answered(payload as ExecutionResult);
      case "error":
        return this.taken(id)?.answered({ errors: payload as NonNullable<ExecutionResult["errors"]> });
      case "complete":
        return this.taken(id)?.failed(new Error("The operation ended without a result."));
      case "connection_ack":
        return this.acknowledged();
      case "ping":
        return this.socket.send(`{"type":"pong"}`);
      case "pong":
        return clearTimeout(this.due);
      default:
        this.cause = new Error("The subgraph sent what is no message of the protocol.");
        return this.close(badResponse);
    }
  }

  private taken(id: string): Asker | undefined {
    const asker = this.asking.get(id);
    this.asking.delete(id);
    return asker;
  }

  private acknowledged(): void {
    clearTimeout(this.due);
    const unsent = this.unsent ?? [];
    this.unsent = null;
    for (const { id, text } of unsent) if (this.asking.has(id)) this.socket.send(text);
  }

  private end(cause: unknown): void {
    this.isOver = true;
    clearInterval(this.ping);
    clearTimeout(this.due);
    for (const asker of this.asking.values()) asker.failed(cause);
    this.asking.clear();
  }
}

/** A message without a type is none. */
function messageIn(text: string): Message {
  try {
    const message: unknown = JSON.parse(text);
    const { id, type, payload } = Object(message) as Message;
    const isWhole = type !== "next" || (typeof payload === "object" && payload !== null);
    return isWhole && (type !== "error" || Array.isArray(payload)) ? { id, type, payload } : {};
  } catch {
    return {};
  }
}
