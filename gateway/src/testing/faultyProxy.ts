import { createServer, request as ask } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Fault = "NONE" | "HANG" | "RESET" | "GARBAGE" | "ERROR_PAGE" | "EMPTY_OBJECT" | "CUT_SHORT";

/** Stands before a real subgraph and, when told to, does to its answers what networks and dying processes do. */
export async function faultyProxy(port: number) {
  const seen: string[] = [];
  const proxy = { fault: "NONE" as Fault, faultsLeft: Infinity, seen };
  const server = createServer((request, response) => {
    const fault = proxy.faultsLeft > 0 ? proxy.fault : "NONE";
    if (fault !== "NONE") proxy.faultsLeft -= 1;
    seen.push(fault);
    if (fault === "NONE") return forward(request, response, port);
    request.resume().once("end", () => misbehave(fault, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is one
  const { port: own } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${own}/graphql`,
    close: () => {
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
