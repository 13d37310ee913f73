import { Readable } from "node:stream";
import type { RequestContext } from "@wegraph/kit/context";
import type { FileAnswer } from "@wegraph/kit/files";
import { OutboxRelay } from "@wegraph/kit/relay";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { MovableClock, talkingApp } from "../testing/talkingApp.ts";
import type { TalkingApp } from "../testing/talkingApp.ts";
import { openWecomApi } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let wecom: TestWecom;
let relay: OutboxRelay;
let app: TalkingApp;
let caller: RequestContext;
let member = "";

const png = (seed: string) =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(seed)]);

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "media", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url] });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
});

beforeEach(async () => {
  app = await talkingApp(world, wecom, v7(), new MovableClock());
  caller = world.caller(app.tenantId);
  const { members } = await app.corp<{ members: { userid: string; status: number }[] }>("GET", "/members");
  member = members.find(({ status }) => status === 1)?.userid ?? "";
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.close();
});

function ask(
  method: "GET" | "POST",
  path: string,
  body: Buffer = Buffer.alloc(0),
  who: RequestContext = caller,
): Promise<FileAnswer> {
  const [pathname = "", search = ""] = path.split("?");
  return world.parts.messages.mediaDoor.handle({
    method,
    path: pathname,
    query: new URLSearchParams(search),
    headers: { "content-type": "application/octet-stream" },
    body: Readable.from([body]),
    principal: who.principal,
    correlationId: v7(),
  });
}

function textOf(body: FileAnswer["body"]): string {
  if (body instanceof Readable) throw new Error("the answer is a stream");
  return body.toString();
}

const shownShape = z.object({
  id: z.string(),
  kind: z.string(),
  filename: z.string(),
  sizeBytes: z.number(),
});

async function brought(bytes: Buffer, kind = "IMAGE"): Promise<string> {
  const { body } = await ask("POST", `media?kind=${kind}&filename=%E6%B5%B7%E6%8A%A5.png`, bytes);
  return shownShape.parse(JSON.parse(textOf(body))).id;
}

function send(content: object): Promise<string> {
  const input = { accountId: app.accountId, recipient: { kind: "MEMBER" as const, id: member }, content };
  return world.as(caller, (context) =>
    world.parts.messages.service.send(context, { ...input, idempotencyKey: v7() }),
  );
}

const row = (id: string) => world.db.system("test").message.findFirstOrThrow({ where: { id } });

async function ends(id: string) {
  await until("over", async () => (await row(id)).dueAt === null);
  return row(id);
}

async function uploads(): Promise<number> {
  const { calls } = await app.corp<{ calls: Record<string, number> }>("GET", "/calls");
  return calls["media/upload ok"] ?? 0;
}

describe("a file that is brought", () => {
  test("is given back as it was, to its own tenant only", async () => {
    const bytes = png("as it was");
    const answer = await ask("POST", "media?kind=IMAGE&filename=%E6%B5%B7%E6%8A%A5.png", bytes);
    expect(answer.status).toBe(201);
    const { id, ...shown } = shownShape.parse(JSON.parse(textOf(answer.body)));
    expect(shown).toMatchObject({ kind: "IMAGE", filename: "海报.png", sizeBytes: bytes.length });
    const given = await ask("GET", `media/${id}`);
    expect(given.body).toEqual(bytes);
    expect(given.headers["content-type"]).toBe("image/png");
    expect(given.headers["content-disposition"]).toMatch(/^attachment;/);
    await expect(ask("GET", `media/${id}`, Buffer.alloc(0), world.caller(v7()))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("twice, also at the same moment, is one file", async () => {
    const bytes = png("twice");
    const ids = await Promise.all([brought(bytes), brought(bytes), brought(bytes)]);
    expect(new Set(ids).size).toBe(1);
    expect((await ask("POST", "media?kind=IMAGE&filename=%E6%B5%B7%E6%8A%A5.png", bytes)).status).toBe(200);
  });

  test("of the wrong kind, by somebody without the right, or elsewhere, is refused", async () => {
    const reader = world.caller(app.tenantId, { permissions: ["message:read"] });
    const wrong = [
      ["media?kind=VIDEO&filename=a.mp4", png("x"), caller, "INVALID_INPUT"],
      ["media?kind=GIF&filename=a.gif", png("x"), caller, "INVALID_INPUT"],
      ["media?kind=IMAGE&filename=a.png", png("x"), reader, "FORBIDDEN"],
      ["elsewhere", png("x"), caller, "NOT_FOUND"],
    ] as const;
    for (const [path, bytes, who, code] of wrong)
      await expect(ask("POST", path, bytes, who), path).rejects.toMatchObject({ code });
  });
});

describe("a message with a file", () => {
  test("is sent by WeCom's id for it, which is fetched once for many messages", async () => {
    const file = await brought(png("many"));
    const ids = await Promise.all(Array.from({ length: 6 }, () => send({ type: "IMAGE", file })));
    for (const id of ids) expect(await ends(id)).toMatchObject({ status: "SENT" });
    expect(await uploads()).toBe(1);
    const { messages } = await app.corp<{ messages: { summary: string }[] }>("GET", "/messages");
    expect(messages.at(-1)?.summary).not.toContain(file);
  });

  test("is fetched once by two processes that need it at the same moment", async () => {
    const file = await brought(png("two processes"));
    const other = world.assembled().messages;
    const accounts = await other.accounts.find([app.accountId]);
    const sender = accounts.get(app.accountId)?.app;
    if (!sender) throw new Error("no application");
    const content = { type: "IMAGE" as const, file };
    const ready = [other.uploads, world.parts.messages.uploads].map((each) =>
      each.ready(sender, app.tenantId, content),
    );
    const outcomes = (await Promise.all(ready)).map(({ kind }) => kind);
    expect(outcomes).toContain("READY");
    await until(
      "both",
      async () => (await other.uploads.ready(sender, app.tenantId, content)).kind === "READY",
    );
    expect(await uploads()).toBe(1);
  });

  test("is sent with a new id after WeCom has forgotten the old one", async () => {
    const file = await brought(png("forgotten"));
    expect(await ends(await send({ type: "IMAGE", file }))).toMatchObject({ status: "SENT" });
    // Three days pass at WeCom, and by its own record here a while.
    await wecom.control("POST", "/clock", { advanceSeconds: 4 * 86_400 });
    await world.db.system("test").mediaUpload.updateMany({
      where: { fileId: file },
      data: { uploadedAt: new Date(Date.now() - 600_000) },
    });
    expect(await ends(await send({ type: "IMAGE", file }))).toMatchObject({ status: "SENT", attempts: 2 });
    expect(await uploads()).toBe(2);
  });

  test("names a file that is there and of its kind, or is refused at that place", async () => {
    const image = await brought(png("a picture"));
    const wrong = [
      [{ type: "VOICE", file: image }, "the file is no VOICE, but IMAGE"],
      [{ type: "IMAGE", file: v7() }, "there is no such file"],
      [{ type: "IMAGE", file: "media-id-of-wecom" }, "there is no such file"],
    ] as const;
    for (const [content, message] of wrong)
      await expect(send(content)).rejects.toMatchObject({
        code: "INVALID_INPUT",
        details: { issues: [{ path: ["input", "content", "file"], message }] },
      });
    expect(await ends(await send({ type: "FILE", file: image }))).toMatchObject({ status: "SENT" });
  });

  test("whose file is deleted before it is sent fails, and says so", async () => {
    const file = await brought(png("deleted"));
    const scheduled = await world.as(caller, (context) =>
      world.parts.messages.service.send(context, {
        accountId: app.accountId,
        recipient: { kind: "MEMBER", id: member },
        content: { type: "FILE", file },
        scheduledAt: new Date(Date.now() + 600),
        idempotencyKey: v7(),
      }),
    );
    await world.as(caller, (context) => world.parts.messages.mediaService.delete(context, file));
    expect(await ends(scheduled)).toMatchObject({
      status: "FAILED",
      errorCode: "MEDIA_DELETED",
      maybeSent: false,
    });
    await expect(send({ type: "IMAGE", file })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
