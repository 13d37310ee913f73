import type { ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { GatewaySettings } from "../settings.ts";
import type { Subscriber } from "./feed.ts";

/** One response that stays open and carries events. */
export class EventStreamResponse implements Subscriber {
  private keepAlive: NodeJS.Timeout | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly limits: Pick<GatewaySettings["streams"], "keepAliveMs" | "bufferBytesMax">,
  ) {}

  begin(): void {
    this.response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    // Sent at once, so that the client knows it is connected before anything happens.
    this.response.write(":\n\n");
    this.keepAlive = setInterval(() => this.write(":\n\n"), this.limits.keepAliveMs).unref();
    this.response.once("close", () => clearInterval(this.keepAlive));
  }

  next(json: string): void {
    this.write(`event: next\ndata: ${json}\n\n`);
  }

  complete(): void {
    this.response.end("event: complete\ndata:\n\n");
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.next(JSON.stringify({ errors }));
    this.complete();
  }

  cut(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    // Nobody reads at the other end; an event stream has no way to say so but to break off.
    if (this.response.writableLength > this.limits.bufferBytesMax) this.response.destroy();
    else this.response.write(text);
  }
}
