import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { expect, test } from "vitest";
import { textFrame } from "./textFrame.ts";

test.each([0, 1, 60, 61, 62, 63, 1_000, 65_469, 65_471, 65_472, 200_000])(
  "a client reads a message with a tail of %i bytes as it was written",
  async (bytes) => {
    const head = Buffer.from(`{"id":"é-${"x".repeat(55)}"`);
    const tail = Buffer.from("y".repeat(bytes));
    const server = createServer();
    const sockets = new WebSocketServer({ noServer: true });
    server.on("upgrade", (request, wire: Duplex, rest: Buffer) => {
      sockets.handleUpgrade(request, wire, rest, (socket) => {
        wire.write(textFrame(head, tail));
        socket.send("the library's own message after it");
      });
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens at a port has such an address
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const received: string[] = [];
    await new Promise<void>((resolve, reject) => {
      client.on("error", reject);
      client.on("message", (data: Buffer) => {
        if (received.push(data.toString("utf8")) === 2) resolve();
      });
    });
    client.terminate();
    server.close();

    expect(received).toEqual([
      Buffer.concat([head, tail]).toString("utf8"),
      "the library's own message after it",
    ]);
  },
);
