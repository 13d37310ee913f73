import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** A line to a port of this machine that can be cut, or freeze so that neither end hears of it. */
export async function openLine(port: number) {
  const pairs = new Set<{ near: Socket; far: Socket }>();
  const begunWith: string[] = [];
  let opened = 0;
  const server = createServer((near) => {
    opened += 1;
    const far = connect(port, "127.0.0.1");
    const pair = { near, far };
    pairs.add(pair);
    near.once("data", (chunk: Buffer) => begunWith.push(chunk.toString("latin1").split("\r\n")[0] ?? ""));
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        near.destroy();
        far.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const each = (act: (socket: Socket) => void) => {
    for (const { near, far } of pairs) for (const socket of [near, far]) act(socket);
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    /** The first line that came over each connection. */
    begunWith,
    get openNow(): number {
      return pairs.size;
    },
    get openedEver(): number {
      return opened;
    },
    cut: (): void => each((socket) => socket.destroy()),
    freeze: (): void => each((socket) => socket.unpipe().pause()),
    async close(): Promise<void> {
      server.close();
      each((socket) => socket.destroy());
      await once(server, "close");
    },
  };
}
