import { WebSocket } from "ws";
import { statusQuery } from "@wegraph/app/testing/statusEvents";
import type { StatusEvent } from "@wegraph/app/testing/statusEvents";

interface Message {
  type: string;
  payload?: { data: { accountStatusChanged: StatusEvent }; extensions: { cursor: string } };
}

/** A subscriber that goes and comes back, with as little work of its own as possible. */
export class Returning {
  /** Of the events it had, in the order they came. */
  readonly ids: string[] = [];
  readonly errors: unknown[] = [];
  private cursor: string | undefined;
  private socket: WebSocket | undefined;

  constructor(private readonly options: { url: string; token: string; accountIds: readonly string[] }) {}

  get accountIds(): readonly string[] {
    return this.options.accountIds;
  }

  come(): void {
    const { url, token, accountIds } = this.options;
    const socket = new WebSocket(url, "graphql-transport-ws");
    this.socket = socket;
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.on("open", () => send({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
    socket.on("error", (error) => this.errors.push(error));
    socket.on("close", (code) => {
      if (socket === this.socket) this.errors.push(code);
    });
    socket.on("message", (data: Buffer) => {
      // Whatever still arrives after it went is as lost as if the line had been cut a moment earlier.
      if (socket !== this.socket) return;
      const { type, payload } = JSON.parse(data.toString("utf8")) as Message;
      const extensions = this.cursor === undefined ? {} : { resumeAfter: this.cursor };
      if (type === "connection_ack")
        send({
          id: "1",
          type: "subscribe",
          payload: { query: statusQuery, variables: { accountIds }, extensions },
        });
      if (type === "error" || type === "complete") this.errors.push(payload);
      if (type !== "next" || !payload) return;
      this.ids.push(payload.data.accountStatusChanged.id);
      this.cursor = payload.extensions.cursor;
    });
  }

  /** As a line that is cut: nothing is said. */
  go(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.terminate();
  }
}
