import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { answers } from "./child.ts";

/** The floor: a bare `ws` server that answers the handshake and sends everyone the same bytes. */

const clients = new Set<WebSocket>();
const server = createServer();
const sockets = new WebSocketServer({ server, path: "/graphql", perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("message", (data: Buffer) => {
    if (data.includes("connection_init")) socket.send(`{"type":"connection_ack"}`);
    else clients.add(socket);
  });
  socket.on("close", () => clients.delete(socket));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

let timer: NodeJS.Timeout | undefined;
let sent = 0;

function send(template: string): void {
  sent += 1;
  const at = performance.timeOrigin + performance.now();
  const bytes = Buffer.from(template.replace(/"at":[\d.]+/, `"at":${at}`));
  for (const client of clients) client.send(bytes, { binary: false });
}

answers({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens at a port has such an address
  ready: () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
  rate: ({ perSecond, template }: { perSecond: number; template: string }) => {
    clearInterval(timer);
    if (perSecond > 0) timer = setInterval(send, 1_000 / perSecond, template);
    const count = sent;
    sent = 0;
    return count;
  },
});
