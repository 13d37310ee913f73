import type { ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { GatewaySettings } from "../settings.ts";
import type { Writer } from "./outlet.ts";
import { Pressure } from "./pressure.ts";
import type { Line } from "./pressure.ts";
import type { FeedEvent } from "./ring.ts";
import type { StreamFormat } from "./streamFormat.ts";

/** One response that stays open and carries answers. */
export class EventStreamResponse implements Writer {
  readonly pressure: Pressure;
  private keepAlive: NodeJS.Timeout | undefined;
  /** Took nothing since the last keep-alive, though more than enough was there. */
  private isStuck = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly format: StreamFormat,
    private readonly limits: GatewaySettings["streams"],
  ) {
    this.pressure = new Pressure(lineOf(response), limits);
    response.on("drain", () => {
      this.isStuck = false;
      this.pressure.drained();
    });
  }

  begin(): void {
    if (this.response.headersSent) return;
    this.response.writeHead(200, {
      "content-type": this.format.contentType,
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    this.response.write(this.format.opening(this.limits.reconnectMs));
    this.keepAlive = setInterval(() => this.stayAlive(), this.limits.keepAliveMs).unref();
    this.response.once("close", () => clearInterval(this.keepAlive));
  }

  write(event: FeedEvent): void {
    this.send(this.format.next(event));
  }

  complete(): void {
    this.send(this.format.complete);
    this.response.end();
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.begin();
    this.send(this.format.fail(errors));
    this.complete();
  }

  /** Ends without a word, which to a client is a broken connection that it makes again. */
  cut(): void {
    this.response.end();
  }

  private stayAlive(): void {
    if (this.isStuck) return void this.response.destroy();
    this.isStuck = this.response.writableNeedDrain;
    if (!this.isStuck) this.send(this.format.keepAlive);
  }

  private send(text: string): void {
    if (!this.response.writableEnded && !this.response.destroyed) this.response.write(text);
  }
}

function lineOf(response: ServerResponse): Line {
  return {
    get bufferedBytes() {
      return response.writableLength;
    },
    get needsDrain() {
      return response.writableNeedDrain;
    },
    // A response has no way to say why; its client finds the connection broken.
    breakOff: () => response.destroy(),
  };
}
