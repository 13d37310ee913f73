import { startSimulator } from "@wegraph/simulators/simulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { messageContent } from "../message/content/content.ts";
import type { MessageContentInput } from "../message/content/content.ts";
import { toWecomBody } from "../message/content/content.wire.ts";
import type { AppTarget } from "../message/content/content.wire.ts";
import { toGroupSendBody } from "../message/content/groupSend.wire.ts";
import { agentId, app, openWecomApi } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import type { FinishedCall } from "./caller.ts";
import type { ApiOutcome } from "./outcome.ts";
import type { ServerApi } from "./serverApi.ts";

const startWecom = async () =>
  openWecomApi(await startSimulator({ secret: "secret", seed: "seed", life: false }));

let wecom: TestWecom;
let api: ServerApi;
let members: string[];
let first: string;
const calls: FinishedCall[] = [];

beforeEach(async () => {
  wecom = await startWecom();
  calls.length = 0;
  api = wecom.client({ onCall: (call) => calls.push(call) });
  members = await wecom.members();
  first = members[0] ?? "";
});
afterEach(() => wecom.close());

function value<T>(outcome: ApiOutcome<T>): T {
  if (outcome.kind === "accepted") return outcome.value;
  throw new Error(outcome.kind === "refused" ? outcome.refusal.errmsg : outcome.message);
}

const body = (
  content: MessageContentInput,
  more: Partial<AppTarget> & { mediaIds?: Record<string, string> } = {},
) => toWecomBody(messageContent.parse(content), { channel: "app", agentId, users: [first], ...more });
const text = (words: string, more: Partial<AppTarget> = {}) => body({ type: "TEXT", text: words }, more);
const accepted = () =>
  wecom.corp<{
    accepted: number;
    delivered: number;
    duplicated: number;
    suppressed: number;
    dropped: number;
  }>("GET", "/accepted");
const fail = (apiName: string, fault: object) => wecom.corp("PUT", "/faults", { apis: { [apiName]: fault } });

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

describe("messages", () => {
  test("an accepted message has WeCom's id, and whom it did not reach in lower case", async () => {
    await wecom.corp("PUT", `/members/${members[1]}`, { isLicensed: false });

    const sent = value(
      await api.messages.send(app, text("你好", { users: [first, members[1] ?? "", "Nobody"] })),
    );

    expect(sent).toMatchObject({
      msgId: expect.stringMatching(/.{20}/) as string,
      invalidUsers: ["nobody"],
      unlicensedUsers: [(members[1] ?? "").toLowerCase()],
      responseCode: undefined,
    });
    expect(await accepted()).toMatchObject({ accepted: 1, delivered: 1 });
  });

  test("every type our content makes is one WeCom takes", async () => {
    const image = value(
      await api.media.upload(app, "image", { filename: "a.png", contentType: "image/png", bytes: png }),
    );
    const file = value(
      await api.media.upload(app, "file", {
        filename: "附件.pdf",
        contentType: "application/pdf",
        bytes: Buffer.from("%PDF-1.7"),
      }),
    );
    const voice = value(
      await api.media.upload(app, "voice", {
        filename: "a.amr",
        contentType: "audio/amr",
        bytes: Buffer.from("#!AMR\n12345"),
      }),
    );
    const video = value(
      await api.media.upload(app, "video", {
        filename: "a.mp4",
        contentType: "video/mp4",
        bytes: Buffer.from("0000ftypisom0000"),
      }),
    );
    const mediaIds = { i: image.mediaId, f: file.mediaId, v: voice.mediaId, m: video.mediaId };
    const action = { kind: "URL", url: "https://example.com" } as const;
    const contents: MessageContentInput[] = [
      { type: "TEXT", text: "中".repeat(682) },
      { type: "MARKDOWN", text: "**x**" },
      { type: "IMAGE", file: "i" },
      { type: "VOICE", file: "v" },
      { type: "VIDEO", file: "m", title: "t", description: "d" },
      { type: "FILE", file: "f" },
      { type: "LINK_CARD", title: "中".repeat(128), description: "d", url: "https://example.com" },
      { type: "MINIPROGRAM", appId: "wx1", title: "会议室预订成功", items: [{ key: "号", value: "1" }] },
      { type: "NEWS", articles: [{ title: "t", appId: "wx1", page: "p" }] },
      {
        type: "TEMPLATE_CARD",
        card: {
          kind: "TEXT_NOTICE",
          subtitle: "x",
          action,
          rows: [{ name: "a", link: { kind: "FILE", file: "f" } }],
        },
      },
      {
        type: "TEMPLATE_CARD",
        card: {
          kind: "NEWS_NOTICE",
          headline: { title: "x" },
          action,
          image: { url: "https://example.com/a.png" },
        },
      },
    ];

    for (const content of contents) {
      const outcome = await api.messages.send(app, body(content, { mediaIds }));
      expect([content.type, outcome]).toMatchObject([content.type, { kind: "accepted" }]);
    }

    const download = value(await api.media.download(app, file.mediaId));
    expect(download).toMatchObject({ filename: "附件.pdf", contentType: "application/pdf" });
    expect(download.bytes.toString()).toBe("%PDF-1.7");
  });

  test("cards that can be answered bring a response code that works once", async () => {
    const card: MessageContentInput = {
      type: "TEMPLATE_CARD",
      card: {
        kind: "BUTTON_INTERACTION",
        headline: { title: "批准?" },
        buttons: [{ text: "好", key: "yes" }],
      },
    };
    const refused = await api.messages.send(app, body(card, { taskId: "t-1" }));
    await wecom.corp("PUT", `/apps/${agentId}/callback`, {
      url: "http://127.0.0.1:9/callback",
      token: "token",
      aesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
      verify: false,
    });
    const sent = value(await api.messages.send(app, body(card, { taskId: "t-1" })));
    const update = {
      userids: [first],
      agentid: agentId,
      response_code: sent.responseCode,
      button: { replace_name: "已批准" },
    };

    expect(refused).toMatchObject({ kind: "refused", refusal: { errcode: 43_012, kind: "account" } });
    expect(value(await api.messages.updateCard(app, update))).toEqual([]);
    expect(await api.messages.updateCard(app, update)).toMatchObject({ refusal: { errcode: 60_140 } });
  });

  test("a message can be recalled for a day", async () => {
    const { msgId } = value(await api.messages.send(app, text("x")));
    const other = value(await api.messages.send(app, text("y")));

    expect(value(await api.messages.recall(app, msgId))).toBeNull();
    await wecom.control("POST", "/clock", { advanceSeconds: 86_401 });
    expect(await api.messages.recall(app, other.msgId)).toMatchObject({ refusal: { errcode: 42_052 } });
  });

  test("the thirty-first message to a member in a minute is accepted and dropped, as WeCom does it", async () => {
    for (let index = 0; index < 31; index++) value(await api.messages.send(app, text(`${index}`)));

    expect(await accepted()).toMatchObject({ accepted: 31, delivered: 30, dropped: 1 });
  });

  test("chats of the application and robots in groups", async () => {
    const chatid = value(await api.messages.createChat(app, { name: "群", userlist: members.slice(0, 3) }));
    const content = messageContent.parse({ type: "GROUP_TEXT", text: "开会", mentionsAll: true });
    const toChat = toWecomBody(content, { channel: "appchat", chatId: chatid });
    const toRobot = toWecomBody(content, { channel: "robot" });

    expect(value(await api.messages.sendToChat(app, toChat))).toBeNull();
    expect(value(await api.messages.chat(app, chatid))).toMatchObject({
      name: "群",
      userIds: members.slice(0, 3),
    });
    for (let index = 0; index < 20; index++) value(await api.messages.sendByRobot("robot-key", toRobot));
    expect(await api.messages.sendByRobot("robot-key", toRobot)).toMatchObject({
      refusal: { errcode: 45_009, kind: "frequency", retry: { kind: "pause" } },
    });
    expect(await api.messages.sendByRobot("another", toRobot)).toMatchObject({
      refusal: { errcode: 93_000 },
    });
  });
});

describe("refused, unknown, or done", () => {
  test.each([
    [{ busyRate: 1 }, -1, "busy", "jittered"],
    [{ concurrencyRate: 1 }, 45_033, "busy", "jittered"],
    [{ frequencyRate: 1 }, 45_009, "frequency", "pause"],
    [{ ipRate: 1 }, 60_020, "account", "never"],
  ])("%o is refused with %i, class %s: %s, and nothing was done", async (fault, errcode, kind, retry) => {
    await fail("message/send", fault);

    const outcome = await api.messages.send(app, text("x"));

    expect(outcome).toMatchObject({ kind: "refused", refusal: { errcode, kind, retry: { kind: retry } } });
    expect(await accepted()).toMatchObject({ accepted: 0 });
    if (errcode === 60_020) expect(outcome).toMatchObject({ refusal: { fromIp: "127.0.0.1" } });
  });

  test.each([
    [{ lostAnswerRate: 1 }, "connection_lost"],
    [{ badGatewayRate: 1 }, "server_error"],
    [{ malformedRate: 1 }, "malformed_answer"],
    [{ hangRate: 1 }, "timeout"],
  ])("after %o nobody knows, though it was done", async (fault, cause) => {
    await fail("message/send", fault);

    const outcome = await api.messages.send(app, text("x"), { timeoutMs: 300 });

    expect(outcome).toMatchObject({ kind: "unknown", cause });
    expect(await accepted()).toMatchObject({ accepted: 1 });
  });

  test("after a reset or a status 500 nobody knows either, though it was not done", async () => {
    await fail("message/send", { resetBeforeRate: 1 });
    expect(await api.messages.send(app, text("x"))).toMatchObject({
      kind: "unknown",
      cause: "connection_lost",
    });
    await fail("message/send", { serverErrorRate: 1 });
    expect(await api.messages.send(app, text("x"))).toMatchObject({ kind: "unknown", cause: "server_error" });

    expect(await accepted()).toMatchObject({ accepted: 0 });
  });

  test("an unknown outcome repeated with the same body and a duplicate check reaches nobody twice", async () => {
    const once = text("x", { duplicateCheckSeconds: 14_400 });
    await fail("message/send", { lostAnswerRate: 1 });
    expect(await api.messages.send(app, once)).toMatchObject({ kind: "unknown" });
    await fail("message/send", {});

    expect(value(await api.messages.send(app, once)).msgId).not.toBe("");
    expect(await accepted()).toMatchObject({ accepted: 1, duplicated: 0, suppressed: 1 });
  });

  test("the simulator shows a message that was sent twice as that", async () => {
    value(await api.messages.send(app, text("x")));
    value(await api.messages.send(app, text("x")));

    expect(await accepted()).toMatchObject({ accepted: 2, duplicated: 1 });
  });

  test("where nobody listens it is refused for certain: the request never left", async () => {
    const { url } = wecom;
    await wecom.close();

    const outcome = await api.messages.send(app, text("x"));

    expect(url).not.toBe("");
    expect(outcome).toMatchObject({ kind: "refused", refusal: { kind: "unreachable", errcode: undefined } });
    wecom = await startWecom();
  });

  test("what waited for a connection until its time was up is refused, and never leaves later", async () => {
    const narrow = wecom.client({ connectionsMax: 1 });
    await narrow.checkAccess(app);
    await fail("message/send", { delayMs: 400 });

    const [slow, waiting] = await Promise.all([
      narrow.messages.send(app, text("slow")),
      narrow.messages.send(app, text("waiting"), { timeoutMs: 100 }),
    ]);
    const after = await narrow.messages.send(app, text("after"));

    expect(slow.kind).toBe("accepted");
    expect(waiting).toMatchObject({ kind: "refused", refusal: { kind: "unreachable" } });
    expect(after.kind).toBe("accepted");
    expect(await accepted()).toMatchObject({ accepted: 2 });
  });

  test("a call that is given up ends at once, and is unknown once it has left", async () => {
    await api.checkAccess(app);
    await fail("message/send", { delayMs: 5_000 });
    const giveUp = new AbortController();

    const running = api.messages.send(app, text("x"), { signal: giveUp.signal });
    setTimeout(() => giveUp.abort(), 100);

    expect(await running).toMatchObject({ kind: "unknown", cause: "aborted" });
    const early = await api.messages.send(app, text("x"), { signal: AbortSignal.abort() });
    expect(early).toMatchObject({ kind: "refused", refusal: { kind: "unreachable" } });
  });

  test("what is reported of a call has its errcode and no secret", async () => {
    await fail("message/send", { busyRate: 1 });
    await api.messages.send(app, text("geheim"));

    expect(calls).toMatchObject([
      { api: "message/send", corpId: "wwtest", outcome: "refused", detail: "-1" },
    ]);
    expect(JSON.stringify(calls)).not.toMatch(/geheim|app-secret|access_token/);
  });
});

describe("where it may call", () => {
  test.each(["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])(
    "%s is nowhere WeCom is: refused for good, and nothing reaches it",
    async (host) => {
      const port = new URL(wecom.url).port;
      const careful = wecom.client({ baseUrl: `http://${host}:${port}`, trustedOrigins: [] });

      expect(await careful.messages.send(app, text("x"))).toMatchObject({
        kind: "refused",
        refusal: { kind: "account", errcode: undefined, retry: { kind: "never" } },
      });
      expect(await wecom.tokensGiven()).toBe(0);
    },
  );
});

describe("tokens", () => {
  test("a hundred calls at once need one token", async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        api.messages.send(app, text(`${index}`, { users: [members[index % 50] ?? ""] })),
      ),
    );

    expect(await wecom.tokensGiven()).toBe(1);
  });

  test.each(["revoked", "expired"])(
    "a token that is %s early is replaced once, and every call goes through",
    async (how) => {
      value(await api.messages.send(app, text("first")));
      if (how === "revoked") await wecom.corp("POST", `/apps/${agentId}/revoke-token`);
      else await wecom.control("POST", "/clock", { advanceSeconds: 7_300 });

      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          api.messages.send(app, text(`${index}`, { users: [members[index] ?? ""] })),
        ),
      );

      expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
      expect(await wecom.tokensGiven()).toBe(2);
      expect(await accepted()).toMatchObject({ accepted: 51, duplicated: 0 });
    },
  );

  test("where WeCom refuses the new token too, that is the end of it", async () => {
    await fail("message/send", { revokeRate: 1 });

    const outcome = await api.messages.send(app, text("x"));

    expect(outcome).toMatchObject({ kind: "refused", refusal: { errcode: 40_014, kind: "token" } });
    expect(await wecom.tokensGiven()).toBe(2);
  });

  test("a wrong secret is asked for once, however many call", async () => {
    const wrong = { ...app, secret: "wrong" };
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => api.messages.send(wrong, text("x"))));
    await api.messages.send(wrong, text("x"));

    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ kind: "refused", refusal: { errcode: 40_001, kind: "account" } });
    const { calls: made } = await wecom.corp<{ calls: Record<string, number> }>("GET", "/calls");
    expect(made["gettoken 40001"]).toBe(1);
  });

  test("without a token nothing was sent: refused, never unknown", async () => {
    await fail("gettoken", { serverErrorRate: 1 });

    expect(await api.messages.send(app, text("x"))).toMatchObject({
      kind: "refused",
      refusal: { kind: "unreachable" },
    });
  });
});

describe("media", () => {
  test("an id is good for three days", async () => {
    const file = { filename: "a.png", contentType: "image/png", bytes: png };
    const { mediaId, createdAt } = value(await api.media.upload(app, "image", file));
    expect(Math.abs(createdAt.getTime() - Date.now())).toBeLessThan(5_000);

    await wecom.control("POST", "/clock", { advanceSeconds: 3 * 86_400 + 1 });

    const image = body({ type: "IMAGE", file: "f" }, { mediaIds: { f: mediaId } });
    expect(await api.messages.send(app, image)).toMatchObject({
      refusal: { errcode: 40_007, kind: "message" },
    });
    expect(await api.media.download(app, mediaId)).toMatchObject({ refusal: { errcode: 40_007 } });
  });

  test("what is too small, too large or something else is refused", async () => {
    const upload = (kind: "image" | "voice", bytes: Buffer) =>
      api.media.upload(app, kind, { filename: "a", contentType: "image/png", bytes });

    expect(await upload("image", png.subarray(0, 5))).toMatchObject({ refusal: { errcode: 40_006 } });
    expect(await upload("voice", Buffer.alloc(2 * 1024 * 1024 + 1, "#!AMR"))).toMatchObject({
      refusal: { errcode: 40_006 },
    });
    expect(await upload("image", Buffer.from("not a picture"))).toMatchObject({
      refusal: { errcode: 40_004 },
    });
  });
});

describe("people", () => {
  test("departments, members page by page, and the application itself", async () => {
    const departments = value(await api.members.departments(app));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = value(await api.members.memberIds(app, { cursor, limit: 25 }));
      seen.push(...page.members.map(({ userId }) => userId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(departments[0]).toMatchObject({ id: 1, parentId: 0 });
    expect(seen.toSorted()).toEqual(members.toSorted());
    const listed = await Promise.all(departments.map(({ id }) => api.members.members(app, id)));
    expect(listed.flatMap(value)).toHaveLength(members.length);
    expect(value(await api.members.member(app, first))).toMatchObject({ userId: first, status: 1 });
    expect(await api.members.member(app, "nobody")).toMatchObject({
      refusal: { errcode: 60_111, kind: "recipient" },
    });
    expect(value(await api.members.probe(app, agentId))).toEqual({
      agentId,
      name: `应用${agentId}`,
      isDisabled: false,
    });
    expect(value(await api.members.callbackIps(app))).toEqual(["127.0.0.1"]);
  });

  test("customers of all members, each pair once, page by page", async () => {
    const users = value(await api.customers.followUsers(app));
    const pairs: string[] = [];
    let cursor: string | undefined;
    do {
      const page = value(await api.customers.customersOf(app, users.slice(0, 100), { cursor }));
      pairs.push(
        ...page.customers.map(({ customer, relation }) => `${relation.userId} ${customer.externalUserId}`),
      );
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    const [user = ""] = users;
    const ids = value(await api.customers.customerIds(app, user));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.filter((pair) => pair.startsWith(`${user} `))).toHaveLength(ids.length);
    const detail = value(await api.customers.customer(app, ids[0] ?? ""));
    expect(detail.followedBy.map(({ userId }) => userId)).toContain(user);
    expect(detail.customer.name).not.toBe("");
  });

  test("a member without customers has an empty list, not an error", async () => {
    await wecom.corp("PUT", "/members/lonely", {});

    expect(value(await api.customers.customerIds(app, "lonely"))).toEqual([]);
  });

  test("groups with their members' version, and tags put on and taken off", async () => {
    const { groups } = value(await api.groups.groups(app, { limit: 10 }));
    const group = value(await api.groups.group(app, groups[0]?.chatId ?? ""));
    const tags = value(await api.groups.tags(app));
    const added = value(await api.groups.addTags(app, { groupName: "新组", names: ["甲", "乙"] }));
    const [user = ""] = value(await api.customers.followUsers(app));
    const [externalUserId = ""] = value(await api.customers.customerIds(app, user));
    const add = added.tags.map(({ id }) => id);
    value(await api.groups.mark(app, { userId: user, externalUserId, add }));

    expect(groups).toHaveLength(10);
    expect(group.memberVersion).toBeTruthy();
    expect(group.members.length).toBeGreaterThan(4);
    expect(tags.length).toBeGreaterThan(2);
    const detail = value(await api.customers.customer(app, externalUserId));
    const names = detail.followedBy.find(({ userId }) => userId === user)?.tags.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["甲", "乙"]));
  });

  test("a group send goes out when the employee confirms it, and not above the month's limit", async () => {
    const [sender = ""] = value(await api.customers.followUsers(app));
    const externalUserIds = value(await api.customers.customerIds(app, sender)).slice(0, 3);
    const content = messageContent.parse({ type: "TEXT", text: "新品" });
    const audience = {
      kind: "customers",
      externalUserIds: [...externalUserIds, "wmnobody"],
      sender,
    } as const;
    await wecom.corp("PUT", "/limits", { customerSendsMonth: 1 });
    const send = async () => value(await api.groupSends.create(app, toGroupSendBody([content], audience)));
    const [one, two] = [await send(), await send()];

    expect(one.failed).toEqual(["wmnobody"]);
    expect(value(await api.groupSends.tasks(app, one.msgId)).tasks).toMatchObject([
      { userId: sender, isSent: false },
    ]);
    await wecom.corp("POST", `/group-sends/${one.msgId}/confirm`, { userId: sender });
    await wecom.corp("POST", `/group-sends/${two.msgId}/confirm`, { userId: sender });
    const results = async (msgId: string) =>
      value(await api.groupSends.results(app, { msgId, userId: sender })).results.map(({ status }) => status);
    expect(await results(one.msgId)).toEqual([1, 1, 1]);
    expect(await results(two.msgId)).toEqual([3, 3, 3]);
  });

  test("a customer who wrote can be answered five times, within 48 hours", async () => {
    const { openKfId } = await wecom.corp<{ openKfId: string }>("POST", "/kf/say", {
      externalUserId: "wmx",
      text: "在吗",
    });
    const answer = (words: string, msgId?: string) =>
      api.kf.send(
        app,
        toWecomBody(messageContent.parse({ type: "TEXT", text: words }), {
          channel: "kf",
          openKfId,
          externalUserId: "wmx",
          ...(msgId !== undefined && { msgId }),
        }),
      );
    const page = value(await api.kf.sync(app, { openKfId }));

    expect(page.messages).toMatchObject([
      { type: "event", origin: 4, content: { event_type: "enter_session" } },
      { type: "text", origin: 3, externalUserId: "wmx", content: { content: "在吗" } },
    ]);
    expect(value(await answer("在", "m1"))).toBe("m1");
    expect(await answer("在", "m1")).toMatchObject({ kind: "refused" });
    for (let index = 0; index < 4; index++) value(await answer(`${index}`));
    expect(await answer("too many")).toMatchObject({ refusal: { errcode: 95_001, kind: "recipient" } });
    await wecom.corp("POST", "/kf/say", { externalUserId: "wmx", text: "好" });
    value(await answer("again"));
    await wecom.control("POST", "/clock", { advanceSeconds: 48 * 3_600 + 1 });
    expect(await answer("too late")).toMatchObject({ refusal: { errcode: 95_002, kind: "recipient" } });
    const next = value(await api.kf.sync(app, { openKfId, cursor: page.nextCursor }));
    expect(next.messages).toMatchObject([{ content: { content: "好" } }]);
  });
});
