import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { Pool } from "undici";
import { Cancellation } from "./cancellation.ts";
import { postJson } from "./postJson.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers as a test has it, behind a pool of one connection. */
async function serverThat(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("No port.");
  const pool = new Pool(`http://127.0.0.1:${address.port}`, { connections: 1, pipelining: 1 });
  closing.push(
    () => pool.destroy(),
    async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
  return {
    server,
    post: (body: string | object, signal?: Cancellation) =>
      postJson(pool, { path: "/graphql", headers: { "content-type": "application/json" }, body, signal }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

test("what is sent arrives, as text or as an object, and what comes in pieces is put together", async () => {
  const { post } = await serverThat((request, response) => {
    void textOf(request).then((text) => {
      const bytes = Buffer.from(JSON.stringify({ got: JSON.parse(text) as unknown, said: "中文 ✓" }));
      response.write(bytes.subarray(0, bytes.length - 8)); // in the middle of a character
      setTimeout(() => response.end(bytes.subarray(bytes.length - 8)), 10);
    });
  });

  expect(await post({ n: 1 })).toEqual({ got: { n: 1 }, said: "中文 ✓" });
  expect(await post('{"n":2}')).toEqual({ got: { n: 2 }, said: "中文 ✓" });
});

test("an answer counts whatever its status, and one that is no JSON is an error", async () => {
  const { post } = await serverThat((request, response) => {
    void textOf(request).then((text) =>
      response.writeHead(401).end(text === "{}" ? '{"errors":[]}' : "<html>"),
    );
  });

  expect(await post({})).toEqual({ errors: [] });
  await expect(post({ page: true })).rejects.toThrow(SyntaxError);
});

test("a line that breaks in the middle of an answer is an error", async () => {
  const { post } = await serverThat((_, response) => {
    response.write('{"data":');
    setTimeout(() => response.destroy(), 10);
  });

  await expect(post({})).rejects.toThrow();
});

test("who gives up is told so at once, and the server is not kept at it", async () => {
  const { post, server } = await serverThat(() => undefined);
  const arrived = once(server, "request");
  const giveUp = new Cancellation();
  const answer = post({}, giveUp);
  const [request] = (await arrived) as [IncomingMessage];
  const closed = once(request.socket, "close");

  giveUp.abort(new Error("enough"));

  await expect(answer).rejects.toThrow("enough");
  await closed;
});

test("who gives up while waiting for a connection, or before, does not wait for it", async () => {
  const { post, server } = await serverThat(() => undefined);
  const asked = once(server, "request");
  const giveUp = new Cancellation();
  const first = post({});
  first.catch(() => undefined); // cut off at the end
  await asked;
  const second = post({}, giveUp);

  giveUp.abort(new Error("enough"));

  await expect(second).rejects.toThrow("enough");
  await expect(post({}, giveUp)).rejects.toThrow("enough");
});
