import { AppError } from "@wegraph/kit/errors";
import { Readable } from "node:stream";
import { wholeBody } from "@wegraph/kit/files";
import type { FileRequest } from "@wegraph/kit/files";
import { Health } from "@wegraph/kit/health";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal, isSignedIn, refusal } from "@wegraph/kit/principal";
import { serveSubgraph } from "@wegraph/kit/server";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forwardFiles } from "../forwardFiles.ts";
import { userWith } from "../testing/graph.ts";
import { bearer, runGateway } from "../testing/running.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const taken: FileRequest[] = [];
const bytesMax = 20 * 1024 * 1024;

async function keep(request: FileRequest) {
  const { path, principal, query } = request;
  if (path === "open")
    return { status: 206, headers: { "content-range": "bytes 0-2/9" }, body: Readable.from(["a", "bc"]) };
  if (!isSignedIn(principal)) throw refusal(principal, []);
  if (path === "counted") {
    let bytes = 0;
    for await (const chunk of request.body) bytes += chunk.length;
    return { status: 200, headers: {}, body: String(bytes) };
  }
  const body = await wholeBody(request, Number(query.get("max") ?? bytesMax));
  taken.push(request);
  if (request.path === "refused")
    throw new AppError("QUOTA_EXCEEDED", "SHELF_FULL", "There is no room.", { bytesMax: 7 });
  if (request.path === "broken") throw new Error("a secret of the database");
  return {
    status: request.method === "POST" ? 201 : 200,
    headers: { "content-type": "image/png", "content-disposition": "attachment" },
    body: request.method === "POST" ? body : Buffer.from("given"),
  };
}

const seal = new PrincipalSeal("a secret for tests only, thirty-two characters");
let apart: Awaited<ReturnType<typeof serveSubgraph>>;
let running: Awaited<ReturnType<typeof runGateway>>;

beforeAll(async () => {
  apart = await serveSubgraph({
    subgraph: { name: "far", sdl: "", schema: buildSchema("type Query { nothing: String }") },
    port: 0,
    seal,
    log: createLogger("test", "silent"),
    health: new Health(),
    metrics: new Metrics("apart"),
    file: keep,
  });
  running = await runGateway([peopleSubgraph, shelfSubgraph], {
    files: {
      near: keep,
      ...forwardFiles(new Map([["far", `http://127.0.0.1:${apart.port}/graphql`]]), seal),
    },
  });
  running.tokens.set("ada", userWith());
});
afterAll(async () => {
  await running?.gateway.stop();
  await apart?.close();
});

const doors = ["near", "far"];
const ask = (path: string, init: Omit<RequestInit, "headers"> = {}, token = "ada") =>
  fetch(`${running.url}/files/${path}`, { ...init, headers: bearer(token) });
const reasonIn = async (response: Response): Promise<unknown> => {
  const body: unknown = await response.json();
  return body;
};

describe.each(doors)("files at %s", (door) => {
  test("go through whole, with who brings them, and come back as they are", async () => {
    const bytes = Buffer.from([0, 1, 2, 255, 254]);
    const brought = await ask(`${door}/shelf?kind=IMAGE`, { method: "POST", body: bytes });
    expect(brought.status).toBe(201);
    expect(Buffer.from(await brought.arrayBuffer())).toEqual(bytes);
    const last = taken.at(-1);
    expect([last?.path, last?.query.get("kind"), last?.principal.tenantId]).toEqual([
      "shelf",
      "IMAGE",
      userWith().tenantId,
    ]);
    const given = await ask(`${door}/shelf/1`);
    expect([given.headers.get("content-type"), await given.text()]).toEqual(["image/png", "given"]);
  });

  test("are refused as the domain refuses them, and its mistakes are told to nobody", async () => {
    const refused = await ask(`${door}/refused`);
    expect(refused.status).toBe(429);
    expect(await reasonIn(refused)).toMatchObject({
      errors: [{ extensions: { code: "QUOTA_EXCEEDED", reason: "SHELF_FULL", bytesMax: 7 } }],
    });
    const broken = await ask(`${door}/broken`);
    expect([broken.status, JSON.stringify(await reasonIn(broken))]).toEqual([
      500,
      expect.not.stringContaining("secret of the database"),
    ]);
  });
});

describe.each(doors)("large files at %s", (door) => {
  test("pass through in pieces, whatever their size", async () => {
    const pieces = 600;
    async function* send() {
      for (let n = 0; n < pieces; n += 1) yield Buffer.alloc(100_000);
    }
    const init = { method: "PUT", body: Readable.toWeb(Readable.from(send())), duplex: "half" };

    const counted = await ask(`${door}/counted`, init as RequestInit);

    expect(await counted.text()).toBe(String(pieces * 100_000));
  });

  test("are given to a stranger where the domain says so, with their own status and headers", async () => {
    const given = await fetch(`${running.url}/files/${door}/open`);
    expect([given.status, given.headers.get("content-range"), await given.text()]).toEqual([
      206,
      "bytes 0-2/9",
      "abc",
    ]);
  });

  test("are refused without being read to their end", async () => {
    const refused = await ask(`${door}/x?max=1000`, { method: "POST", body: Buffer.alloc(5_000_000) });
    expect(refused.status).toBe(413);
  });
});

test("nothing of a stranger is taken, nor by another method", async () => {
  const before = taken.length;
  expect((await ask("near/x", { method: "POST", body: "x" }, "nobody")).status).toBe(401);
  expect((await fetch(`${running.url}/files/near/x`)).status).toBe(401);
  expect((await ask("near/x", { method: "DELETE" })).status).toBe(405);
  expect((await ask("nowhere/x")).status).toBe(404);
  expect(taken.length).toBe(before);
});
