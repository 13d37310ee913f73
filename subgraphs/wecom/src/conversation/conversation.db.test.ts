import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import type { Principal } from "@wegraph/kit/principal";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wecomSchema } from "../schema.ts";
import { MovableClock, talkingApp } from "../testing/talkingApp.ts";
import type { TalkingApp } from "../testing/talkingApp.ts";
import { agentId, openWecomApi } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let wecom: TestWecom;
let relay: OutboxRelay;
let graph: LocalSubgraph;
let app: TalkingApp;
const clock = new MovableClock();
/** Sees and does everything in the tenant. */
let boss: Principal;
let members: string[] = [];
/** Each test has a member of its own to talk with. */
let nextMember = 0;
const somebody = () => members[nextMember++] ?? "";

const permissions = ["conversation:*", "account:*", "message:*"];

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "talk", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url], clock: clock.now });
  const { runtime, parts, pools } = world;
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  await parts.messages.start();
  await parts.callbacks.start();
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  boss = world.caller(v7(), { permissions }).principal;
  app = await talkingApp(world, wecom, boss.tenantId, clock);
  const { members: known } = await app.corp<{ members: { userid: string; status: number }[] }>(
    "GET",
    "/members",
  );
  members = known.filter(({ status }) => status === 1).map(({ userid }) => userid);
});

afterAll(async () => {
  world?.parts.callbacks.quiesce();
  await world?.runtime.queue.stop();
  await world?.parts.callbacks.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.close();
});

/** Another person of the tenant. */
function person(scope: "OWN" | "BOUND" | "TENANT", rights = permissions, id = v7()): Principal {
  return world.caller(boss.tenantId, { scope, permissions: rights, id }).principal;
}

interface Shown {
  id: string;
  kind: string;
  recipient: string;
  name: string;
  state: string;
  unread: number;
  version: number;
  kfState: string | null;
  assignee: { id: string } | null;
  account: { id: string } | null;
  lastMessage: { direction: string; type: string; preview: string } | null;
  window: { isOpen: boolean; messagesLeft: number; endsAt: string } | null;
}

async function ask(query: string, variables: object = {}, as = boss) {
  const { data, errors } = await graph.execute({
    query,
    variables: { ...variables },
    principal: as,
    correlationId: v7(),
  });
  return { data: JSON.parse(JSON.stringify(data ?? {})), error: errors?.[0]?.extensions };
}

const fields = `id kind recipient name state unread version kfState assignee { id } account { id }
  lastMessage { direction type preview } window { isOpen messagesLeft endsAt }`;

async function list(filter: object = {}, as = boss): Promise<Shown[]> {
  const { data } = await ask(
    `query($filter: ConversationFilter) { conversations(filter: $filter, first: 200) { nodes { ${fields} } } }`,
    { filter },
    as,
  );
  return data.conversations.nodes;
}

async function conversationWith(recipient: string): Promise<Shown> {
  let found: Shown | undefined;
  await until(`a conversation with ${recipient}`, async () => {
    [found] = await list({ search: recipient });
    return found !== undefined;
  });
  if (!found) throw new Error("not found");
  return found;
}

interface Said {
  id: string;
  direction: string;
  type: string;
  text: string | null;
  at: string;
  status: string | null;
  content: Record<string, unknown>;
}

async function history(id: string, args = "first: 200"): Promise<Said[]> {
  const { data } = await ask(
    `query($id: ID!) { conversation(id: $id) { messages(${args}) { nodes { id direction type text at status content } } } }`,
    { id },
  );
  return data.conversation.messages.nodes;
}

async function act(mutation: string, type: string, input: object, as = boss) {
  return ask(
    `mutation($input: ${type}!) { ${mutation}(input: $input) { conversation { ${fields} } } }`,
    { input },
    as,
  );
}

const reply = (id: string, text: string, key = v7(), as = boss) =>
  ask(
    `mutation($input: SendConversationMessageInput!) { sendConversationMessage(input: $input) {
       message { id direction status text } conversation { ${fields} } } }`,
    { input: { conversationId: id, content: { type: "TEXT", text }, idempotencyKey: key } },
    as,
  );

async function follow(query: string, as = boss): Promise<Record<string, Record<string, unknown>>[]> {
  const stream = await graph.subscribe({ query, variables: {}, principal: as, correlationId: v7() });
  if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
  const told: Record<string, Record<string, unknown>>[] = [];
  void (async () => {
    for await (const { data } of stream) if (data) told.push(JSON.parse(JSON.stringify(data)));
  })();
  return told;
}

test("what a member writes is there, unread, and told at once to whoever follows", async () => {
  const member = somebody();
  const heard = await follow(
    "subscription { incomingMessage { accountId message { text direction } conversation { recipient unread } } }",
  );
  const changed = await follow("subscription { conversationChanged { conversation { recipient unread } } }");
  await app.say(member, "我的订单到哪了？");
  await until("told", async () => heard.length > 0 && changed.length > 0);
  expect(heard[0]?.["incomingMessage"]).toEqual({
    accountId: app.accountId,
    message: { text: "我的订单到哪了？", direction: "IN" },
    conversation: { recipient: member, unread: 1 },
  });
  expect(changed[0]?.["conversationChanged"]).toEqual({ conversation: { recipient: member, unread: 1 } });
  const conversation = await conversationWith(member);
  expect(conversation).toMatchObject({
    kind: "MEMBER",
    state: "OPEN",
    unread: 1,
    assignee: null,
    account: { id: app.accountId },
    lastMessage: { direction: "IN", type: "TEXT", preview: "我的订单到哪了？" },
    window: null,
  });
});

test("pictures, voices, films, places and links come in with what a console needs to show them", async () => {
  const member = somebody();
  const say = (msgType: string, given: object) =>
    app.corp("POST", "/say", { agentId, from: member, msgType, fields: given });
  await say("image", { PicUrl: "https://example.com/a.png", MediaId: "media-1" });
  await say("voice", { MediaId: "media-2", Format: "amr" });
  await say("video", { MediaId: "media-3", ThumbMediaId: "media-4" });
  await say("location", { Location_X: 23.1, Location_Y: 113.3, Scale: 15, Label: "广州塔" });
  await say("link", {
    Title: "T",
    Description: "D",
    Url: "https://example.com",
    PicUrl: "https://example.com/p",
  });
  const { id } = await conversationWith(member);
  await until("all five", async () => (await history(id)).length === 5);
  const byType = new Map((await history(id)).map(({ type, content }) => [type, content]));
  expect(byType.get("IMAGE")).toMatchObject({ mediaId: "media-1", url: "https://example.com/a.png" });
  expect(byType.get("VOICE")).toMatchObject({ mediaId: "media-2", format: "amr" });
  expect(byType.get("VIDEO")).toMatchObject({ mediaId: "media-3" });
  expect(byType.get("LOCATION")).toMatchObject({ latitude: 23.1, longitude: 113.3, address: "广州塔" });
  expect(byType.get("LINK")).toMatchObject({ title: "T", url: "https://example.com", description: "D" });
});

test("callbacks that come twice and in any order leave each message once, in its place", async () => {
  const member = somebody();
  await app.corp("PUT", "/faults", { callback: { duplicateRate: 0.5, reorderBy: 8 } });
  const words = Array.from({ length: 24 }, (_, i) => `word ${String(i).padStart(2, "0")}`);
  for (const word of words) await app.say(member, word);
  await wecom.control("POST", "/callbacks/settle");
  await app.corp("PUT", "/faults", {});
  const { id } = await conversationWith(member);
  await until("all of them", async () => (await history(id)).length >= words.length);
  const said = (await history(id)).map(({ text }) => text).toReversed();
  expect(said).toEqual(words);
  const conversation = await conversationWith(member);
  expect(conversation.unread).toBe(words.length);
  expect(conversation.lastMessage?.preview).toBe(words.at(-1));
});

test("an answer is a message like any other: sent once, followed, and in the conversation", async () => {
  const member = somebody();
  await app.say(member, "anybody there?");
  const { id } = await conversationWith(member);
  const key = v7();
  const [first, again] = await Promise.all([reply(id, "yes", key), reply(id, "yes", key)]);
  expect(first.error).toBe(undefined);
  const { message, conversation } = first.data.sendConversationMessage;
  expect(message).toMatchObject({ direction: "OUT", text: "yes" });
  expect(again.data.sendConversationMessage.message.id).toBe(message.id);
  expect(conversation).toMatchObject({
    unread: 0,
    assignee: { id: boss.id },
    lastMessage: { direction: "OUT", preview: "yes" },
  });
  await until("sent", async () => (await history(id))[0]?.status === "SENT");
  expect((await history(id)).map(({ text }) => text)).toEqual(["yes", "anybody there?"]);
  const { messages } = await app.corp<{ messages: { to: string; summary: string }[] }>("GET", "/messages");
  const taken = messages.filter(({ summary }) => summary.includes("yes"));
  expect(taken).toMatchObject([{ to: member }]);
});

test("what may not be sent is refused at its field, and leaves nothing behind", async () => {
  const member = somebody();
  await app.say(member, "hello");
  const { id } = await conversationWith(member);
  const { error } = await reply(id, "x".repeat(2_049));
  expect(error).toMatchObject({
    code: "INVALID_INPUT",
    reason: "MESSAGE_REFUSED",
    issues: [{ path: ["input", "content", "text"] }],
  });
  expect(await history(id)).toHaveLength(1);
  expect((await conversationWith(member)).unread).toBe(1);
});

test("reading up to a message leaves what came later unread, and a looker-on's reading changes nothing", async () => {
  const member = somebody();
  for (const text of ["one", "two", "three"]) await app.say(member, text);
  const { id } = await conversationWith(member);
  await until("three", async () => (await history(id)).length === 3);
  const [, two] = await history(id);
  const read = (given: object, as = boss) =>
    act("markConversationRead", "MarkConversationReadInput", { conversationId: id, ...given }, as);
  const { data } = await read({ upToMessageId: two?.id });
  expect(data.markConversationRead.conversation.unread).toBe(1);
  const owner = person("TENANT");
  await act("assignConversation", "AssignConversationInput", { conversationId: id, assigneeId: owner.id });
  expect((await read({})).data.markConversationRead.conversation.unread).toBe(1);
  expect((await read({}, owner)).data.markConversationRead.conversation.unread).toBe(0);
});

test("what is closed opens again when the other side writes", async () => {
  const member = somebody();
  await app.say(member, "hello");
  const { id } = await conversationWith(member);
  const closed = await act("closeConversation", "ConversationInput", { conversationId: id });
  expect(closed.data.closeConversation.conversation).toMatchObject({ state: "CLOSED", unread: 0 });
  expect((await list({ states: ["CLOSED"] })).map((each) => each.id)).toEqual([id]);
  await app.say(member, "one more thing");
  await until("open", async () => (await conversationWith(member)).state === "OPEN");
  expect((await conversationWith(member)).unread).toBe(1);
});

test("who may only answer takes what nobody has, and of two who take it at once one has it", async () => {
  const member = somebody();
  await app.say(member, "hello");
  const { id } = await conversationWith(member);
  const rights = ["conversation:read", "conversation:reply"];
  const [ann, bob] = [person("TENANT", rights), person("TENANT", rights)];
  const take = (who: Principal) =>
    act("assignConversation", "AssignConversationInput", { conversationId: id, assigneeId: who.id }, who);
  const taken = await Promise.all([take(ann), take(bob)]);
  expect(taken.filter(({ error }) => error === undefined)).toHaveLength(1);
  expect(taken.find(({ error }) => error !== undefined)?.error).toMatchObject({
    code: "CONFLICT",
    reason: "CONVERSATION_TAKEN",
  });
  const { error } = await act(
    "assignConversation",
    "AssignConversationInput",
    { conversationId: id, assigneeId: v7() },
    ann,
  );
  expect(error).toMatchObject({ code: "FORBIDDEN", requires: ["conversation:assign"] });
});

test("OWN sees what is assigned to them, BOUND also what is of their accounts, others and other tenants nothing", async () => {
  const member = somebody();
  await app.say(member, "hello");
  const { id } = await conversationWith(member);
  const [own, bound, stranger] = [person("OWN"), person("BOUND"), person("BOUND")];
  await world.db
    .system("test")
    .account.update({ where: { id: app.accountId }, data: { boundUserIds: [bound.id] } });
  const sees = async (who: Principal) => (await list({ search: member }, who)).length;
  expect(await sees(own)).toBe(0);
  expect(await sees(bound)).toBe(1);
  expect(await sees(stranger)).toBe(0);
  const heard = await follow("subscription { conversationChanged { conversation { id } } }", own);
  await act("assignConversation", "AssignConversationInput", { conversationId: id, assigneeId: own.id });
  expect(await sees(own)).toBe(1);
  await until("told", async () => heard.length === 1);
  expect(heard[0]?.["conversationChanged"]).toEqual({ conversation: { id } });
  // Taken away again: told once more, and nothing to be seen.
  await act("assignConversation", "AssignConversationInput", { conversationId: id, assigneeId: stranger.id });
  await until("told again", async () => heard.length === 2);
  expect(heard[1]?.["conversationChanged"]).toEqual({ conversation: null });
  expect((await reply(id, "hi", v7(), own)).error).toMatchObject({ code: "NOT_FOUND" });
  const elsewhere = world.caller(v7(), { permissions }).principal;
  expect(await sees(elsewhere)).toBe(0);
  expect((await ask(`query($id: ID!) { conversation(id: $id) { id } }`, { id }, elsewhere)).data).toEqual({
    conversation: null,
  });
  const reader = person("TENANT", ["conversation:read"]);
  expect((await reply(id, "hi", v7(), reader)).error).toMatchObject({ code: "FORBIDDEN" });
});

test("one may write first to a member, and the history pages both ways without a gap", async () => {
  const member = somebody();
  const start = () =>
    act("startConversation", "StartConversationInput", {
      accountId: app.accountId,
      kind: "MEMBER",
      recipient: member,
    });
  const { data } = await start();
  const { id } = data.startConversation.conversation;
  expect((await start()).data.startConversation.conversation.id).toBe(id);
  for (const text of ["a", "b", "c", "d", "e"]) await app.say(member, text);
  await until("five", async () => (await history(id)).length === 5);
  const page = async (args: string) => {
    const { data: found } = await ask(
      `query($id: ID!) { conversation(id: $id) { messages(${args}) { nodes { text } pageInfo { endCursor startCursor hasNextPage } } } }`,
      { id },
    );
    return found.conversation.messages;
  };
  const newest = await page("first: 2");
  const older = await page(`first: 2, after: "${newest.pageInfo.endCursor}"`);
  const back = await page(`last: 2, before: "${older.pageInfo.startCursor}"`);
  const texts = ({ nodes }: { nodes: { text: string }[] }) => nodes.map(({ text }) => text);
  expect([texts(newest), texts(older), texts(back)]).toEqual([
    ["e", "d"],
    ["c", "b"],
    ["e", "d"],
  ]);
  const refused = await act("startConversation", "StartConversationInput", {
    accountId: app.accountId,
    kind: "KF_CUSTOMER",
    recipient: "wm1",
  });
  expect(refused.error).toMatchObject({ code: "INVALID_INPUT" });
});

test("badges count what is unread, mine and nobody's", async () => {
  const before = (await ask("{ conversationSummary { unread unreadMine unreadUnassigned } }")).data
    .conversationSummary;
  const [mine, nobodys] = [somebody(), somebody()];
  await app.say(mine, "hello");
  await app.say(nobodys, "hello");
  const { id } = await conversationWith(mine);
  await conversationWith(nobodys);
  await act("assignConversation", "AssignConversationInput", { conversationId: id, assigneeId: boss.id });
  const { data } = await ask("{ conversationSummary { unread unreadMine unreadUnassigned } }");
  expect(data.conversationSummary).toEqual({
    unread: before.unread + 2,
    unreadMine: before.unreadMine + 1,
    unreadUnassigned: before.unreadUnassigned + 1,
  });
  expect((await list({ assignment: "MINE", unreadOnly: true })).map((each) => each.id)).toContain(id);
});
