import { createServer, request as ask } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

export type Fault = "NONE" | "HANG" | "RESET" | "GARBAGE" | "ERROR_PAGE" | "EMPTY_OBJECT" | "CUT_SHORT";

/** Stands before a real subgraph and, when told to, does to its answers what networks and dying processes do. */
export async function faultyProxy(port: number) {
  const seen: string[] = [];
  const proxy = { fault: "NONE" as Fault, faultsLeft: Infinity, seen };
  const nextFault = (): Fault => {
    const fault = proxy.faultsLeft > 0 ? proxy.fault : "NONE";
    if (fault !== "NONE") proxy.faultsLeft -= 1;
    seen.push(fault);
    return fault;
  };
  const server = createServer((request, response) => {
    const fault = nextFault();
    if (fault === "NONE") return forward(request, response, port);
    request.resume().once("end", () => misbehave(fault, response));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (near) => forwardMessages(near, port, nextFault));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is one
  const { port: own } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${own}/graphql`,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
}

function misbehave(fault: Exclude<Fault, "NONE">, response: ServerResponse): void {
  switch (fault) {
    case "HANG":
      return;
    case "RESET":
      response.socket?.resetAndDestroy();
      return;
    case "GARBAGE":
      response.writeHead(200, { "content-type": "application/json" }).end("<html>It works!</html>");
      return;
    case "ERROR_PAGE":
      response.writeHead(500, { "content-type": "application/json" }).end(`{"message":"Internal"}`);
      return;
    case "EMPTY_OBJECT":
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
      return;
    case "CUT_SHORT":
      response.writeHead(200, { "content-type": "application/json", "content-length": 500 });
      response.write(`{"data":`, () => response.socket?.destroy());
  }
}

function forward(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const forwarded = ask({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  forwarded.on("error", () => response.destroy());
  request.pipe(forwarded);
}

interface Message {
  id: string;
  type: string;
}

/** Every operation that comes over the line suffers one fault, in place of its answer. */
function forwardMessages(near: WebSocket, port: number, nextFault: () => Fault): void {
  const far = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws");
  const early: string[] = [];
  far.once("open", () => {
    for (const message of early) far.send(message);
  });
  near.on("message", (data: Buffer) => {
    const text = data.toString("utf8");
    const { id, type } = parsed(text);
    const fault = type === "subscribe" ? nextFault() : "NONE";
    if (fault !== "NONE") return garble(fault, id, near);
    if (far.readyState === WebSocket.OPEN) far.send(text);
    else early.push(text);
  });
  far.on("message", (data: Buffer) => near.send(data.toString("utf8")));
  near.on("close", () => far.close());
  far.on("close", () => near.close());
  far.on("error", () => near.terminate());
}

function parsed(text: string): Message {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the gateway's own messages
  return JSON.parse(text) as Message;
}

function garble(fault: Exclude<Fault, "NONE">, id: string, near: WebSocket): void {
  const answer = (payload: object) => near.send(JSON.stringify({ id, type: "next", payload }));
  switch (fault) {
    case "HANG":
      return;
    case "RESET":
      return near.terminate();
    case "GARBAGE":
      return near.send("<html>It works!</html>");
    case "ERROR_PAGE":
      return answer({ message: "Internal" });
    case "EMPTY_OBJECT":
      return answer({});
    case "CUT_SHORT":
      near.send(`{"id":"${id}","type":"ne`, { fin: false }, () => near.terminate());
  }
}
