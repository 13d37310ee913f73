import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsShape } from "../settings.ts";
import { quiet } from "../testing/graph.ts";
import { eventually } from "../testing/running.ts";
import { supergraphSource } from "./source.ts";

const settings = settingsShape.parse({
  supergraph: { settleMs: 60, filePollMs: 100, urlPollMs: 10, urlPollMsMax: 40, textBytesMax: 1_000 },
}).supergraph;

describe("a supergraph in a file", () => {
  let folder: string;
  let path: string;
  const offered: string[] = [];
  let unwatch: () => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "wegraph-supergraph-"));
    path = join(folder, "supergraph.graphql");
    await writeFile(path, "first");
    offered.length = 0;
    unwatch = () => undefined;
  });

  afterEach(async () => {
    unwatch();
    await rm(folder, { recursive: true });
  });

  async function watch(at = path) {
    const source = supergraphSource(at, settings, quiet);
    expect(await source.read()).toBe("first");
    unwatch = source.watch((sdl) => offered.push(sdl));
  }

  test("is offered again when it was written anew, and once only", async () => {
    await watch();

    await writeFile(path, "second");
    await eventually(() => offered.length > 0);
    await writeFile(path, "third");
    await eventually(() => offered.length > 1);

    expect(offered).toEqual(["second", "third"]);
  });

  test("is not read while it is still being written", async () => {
    await watch();

    await writeFile(path, "a long text in ");
    for (const part of ["many ", "small ", "parts"]) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await appendFile(path, part);
    }
    await eventually(() => offered.length > 0);

    expect(offered).toEqual(["a long text in many small parts"]);
  });

  test("may be replaced by another file in one step, again and again", async () => {
    await watch();

    for (const text of ["second", "third"]) {
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
      await eventually(() => offered.at(-1) === text);
    }

    expect(offered).toEqual(["second", "third"]);
  });

  test("may be gone for a moment", async () => {
    await watch();

    await rm(path);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await writeFile(path, "second");
    await eventually(() => offered.length > 0);

    expect(offered).toEqual(["second"]);
  });

  test("may be a link whose folder is turned to another version, as orchestrators mount it", async () => {
    for (const [version, text] of Object.entries({ one: "first", two: "second" })) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, "graph"), text);
    }
    await symlink("one", join(folder, "current"));
    await symlink("current/graph", join(folder, "linked"));
    await watch(join(folder, "linked"));

    await symlink("two", join(folder, "next"));
    await rename(join(folder, "next"), join(folder, "current"));
    await eventually(() => offered.length > 0);

    expect(offered).toEqual(["second"]);
  });
});

describe("a supergraph at an address", () => {
  async function serve(userInfo = "") {
    const seen: (string | undefined)[] = [];
    const authorizations: (string | undefined)[] = [];
    const state = { text: "first", status: 200 };
    const server = createServer((request, response) => {
      const etag = `"${state.text}"`;
      seen.push(request.headers["if-none-match"]);
      authorizations.push(request.headers.authorization);
      if (state.status !== 200) response.writeHead(state.status).end();
      else if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(state.text);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const source = supergraphSource(`http://${userInfo}127.0.0.1:${port}/graph?key=secret`, settings, quiet);
    const offered: string[] = [];
    return { source, state, seen, authorizations, offered, close: () => server.close() };
  }

  test("is asked for with what is known of it, and offered when it is another", async () => {
    const { source, state, seen, offered, close } = await serve();
    expect(await source.read()).toBe("first");

    const unwatch = source.watch((sdl) => offered.push(sdl));
    await eventually(() => seen.length > 3);
    state.text = "second";
    await eventually(() => offered.length > 0);
    const asked = seen.length;
    await eventually(() => seen.length > asked + 2);
    unwatch();
    close();

    expect(offered).toEqual(["second"]);
    expect(seen.slice(0, 2)).toEqual([undefined, `"first"`]);
    expect(seen.at(-1)).toBe(`"second"`);
  });

  test("that fails for a while is taken up again when it answers", async () => {
    const { source, state, seen, offered, close } = await serve();
    await source.read();
    const unwatch = source.watch((sdl) => offered.push(sdl));

    state.status = 503;
    const asked = seen.length;
    await eventually(() => seen.length > asked + 3);
    Object.assign(state, { status: 200, text: "second" });
    await eventually(() => offered.length > 0);
    unwatch();
    close();

    expect(offered).toEqual(["second"]);
  });

  test("may have a name and a password in it, which are for the server alone", async () => {
    const { source, state, authorizations, close } = await serve("ada:s%3Acret@");

    expect(await source.read()).toBe("first");
    state.status = 403;
    const error: unknown = await source.read().catch((thrown: unknown) => thrown);
    close();

    expect(authorizations[0]).toBe(`Basic ${Buffer.from("ada:s:cret").toString("base64")}`);
    expect(String(error)).toMatch(/answered 403/);
    expect(String(error)).not.toMatch(/ada|cret/);
  });

  test("that fails at the start, or answers with too much, says so without what is secret in its address", async () => {
    const { source, state, close } = await serve();

    state.status = 404;
    await expect(source.read()).rejects.toThrow(/answered 404/);
    Object.assign(state, { status: 200, text: "x".repeat(1_001) });
    const error: unknown = await source.read().catch((thrown: unknown) => thrown);
    close();

    expect(String(error)).toMatch(/more than 1000 bytes/);
    expect(String(error)).not.toContain("secret");
  });
});
