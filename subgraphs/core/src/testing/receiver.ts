import { createServer } from "node:http";
import type { ServerResponse } from "node:http";

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

type Behaviour = (response: ServerResponse, received: Received) => void;

/** A tenant's system, as the test wants it to behave. */
export async function openReceiver() {
  const received: Received[] = [];
  const behaviours = new Map<string, Behaviour>();
  const open = new Map<string, number>();
  const mostAtOnce = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const now = (open.get(path) ?? 0) + 1;
    open.set(path, now);
    mostAtOnce.set(path, Math.max(now, mostAtOnce.get(path) ?? 0));
    response.on("close", () => open.set(path, (open.get(path) ?? 1) - 1));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const one = { path, headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(one);
      const behave = behaviours.get(path);
      if (behave) behave(response, one);
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the receiver has no port");
  const origin = `http://127.0.0.1:${address.port}`;

  return {
    origin,
    received,
    at: (path: string) => received.filter((each) => each.path === path),
    mostAtOnce: (path: string) => mostAtOnce.get(path) ?? 0,
    /** From now on; by default 204. */
    behave(path: string, behaviour: Behaviour | undefined): void {
      if (behaviour) behaviours.set(path, behaviour);
      else behaviours.delete(path);
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>;
