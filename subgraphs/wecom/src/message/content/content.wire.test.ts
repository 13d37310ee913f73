import { describe, expect, test } from "vitest";
import { messageContent } from "./content.ts";
import type { MessageContentInput } from "./content.ts";
import { filesOf, toWecomBody } from "./content.wire.ts";
import type { AppTarget } from "./content.wire.ts";
import { toGroupSendBody } from "./groupSend.wire.ts";

const app: AppTarget & { mediaIds: Record<string, string> } = {
  channel: "app",
  agentId: 1_000_002,
  users: ["zhangsan", "lisi"],
  mediaIds: { f1: "MEDIA1" },
};
const content = (value: MessageContentInput) => messageContent.parse(value);
const addressed = { touser: "zhangsan|lisi", agentid: 1_000_002 };

describe("the body WeCom is sent", () => {
  test.each<[MessageContentInput, object]>([
    [
      { type: "TEXT", text: "你好" },
      { msgtype: "text", text: { content: "你好" } },
    ],
    [
      { type: "MARKDOWN", text: "**a**" },
      { msgtype: "markdown", markdown: { content: "**a**" } },
    ],
    [
      { type: "IMAGE", file: "f1" },
      { msgtype: "image", image: { media_id: "MEDIA1" } },
    ],
    [
      { type: "VOICE", file: "f1" },
      { msgtype: "voice", voice: { media_id: "MEDIA1" } },
    ],
    [
      { type: "FILE", file: "f1" },
      { msgtype: "file", file: { media_id: "MEDIA1" } },
    ],
    [
      { type: "VIDEO", file: "f1", title: "t" },
      { msgtype: "video", video: { media_id: "MEDIA1", title: "t" } },
    ],
    [
      { type: "LINK_CARD", title: "t", description: "d", url: "https://e.com", buttonText: "更多" },
      {
        msgtype: "textcard",
        textcard: { title: "t", description: "d", url: "https://e.com", btntxt: "更多" },
      },
    ],
    [
      { type: "MINIPROGRAM", appId: "wx1", title: "订单通知", items: [{ key: "号", value: "1" }] },
      {
        msgtype: "miniprogram_notice",
        miniprogram_notice: {
          appid: "wx1",
          title: "订单通知",
          emphasis_first_item: false,
          content_item: [{ key: "号", value: "1" }],
        },
      },
    ],
    [
      { type: "NEWS", articles: [{ title: "t", url: "https://e.com", pictureUrl: "https://e.com/p" }] },
      {
        msgtype: "news",
        news: { articles: [{ title: "t", url: "https://e.com", picurl: "https://e.com/p" }] },
      },
    ],
  ])("$type", (value, body) => {
    expect(toWecomBody(content(value), app)).toEqual({ ...addressed, ...body });
  });

  test("a card that can be answered gets the message's task id, one that cannot gets none", () => {
    const buttons = content({
      type: "TEMPLATE_CARD",
      card: {
        kind: "BUTTON_INTERACTION",
        headline: { title: "批准?" },
        source: { text: "审批", color: "GREEN" },
        buttons: [{ text: "好", key: "yes" }],
      },
    });
    const notice = content({
      type: "TEMPLATE_CARD",
      card: {
        kind: "TEXT_NOTICE",
        subtitle: "x",
        action: { kind: "MINIPROGRAM", appId: "wx1" },
        rows: [{ name: "附件", value: "a.pdf", link: { kind: "FILE", file: "f1" } }],
      },
    });

    expect(toWecomBody(buttons, { ...app, taskId: "m-1" })).toEqual({
      ...addressed,
      msgtype: "template_card",
      template_card: {
        card_type: "button_interaction",
        source: { desc: "审批", desc_color: 3 },
        main_title: { title: "批准?" },
        task_id: "m-1",
        button_list: [{ text: "好", style: 1, key: "yes" }],
      },
    });
    expect(toWecomBody(notice, { ...app, taskId: "m-1" })).toMatchObject({
      template_card: {
        card_type: "text_notice",
        sub_title_text: "x",
        card_action: { type: 2, appid: "wx1" },
        horizontal_content_list: [{ type: 2, keyname: "附件", value: "a.pdf", media_id: "MEDIA1" }],
      },
    });
    expect(JSON.stringify(toWecomBody(notice, { ...app, taskId: "m-1" }))).not.toContain("task_id");
  });

  test("addresses: members, departments, tags, or everybody; confidential; checked for duplicates", () => {
    const text = content({ type: "TEXT", text: "x" });

    expect(
      toWecomBody(text, { channel: "app", agentId: 1, parties: [1, 2], tags: [7], isConfidential: true }),
    ).toEqual({
      toparty: "1|2",
      totag: "7",
      agentid: 1,
      msgtype: "text",
      text: { content: "x" },
      safe: 1,
    });
    expect(
      toWecomBody(text, { channel: "app", agentId: 1, users: "all", duplicateCheckSeconds: 14_400 }),
    ).toMatchObject({ touser: "@all", enable_duplicate_check: 1, duplicate_check_interval: 14_400 });
  });

  test("a group is told whom it concerns", () => {
    const text = content({ type: "GROUP_TEXT", text: "开会", mentions: ["zhangsan"], mentionsAll: true });

    expect(toWecomBody(text, { channel: "appchat", chatId: "c1" })).toEqual({
      chatid: "c1",
      msgtype: "text",
      text: { content: "开会", mentioned_list: ["zhangsan", "@all"] },
    });
  });

  test("a customer who wrote is shown a link in kf's shape", () => {
    const card = content({
      type: "LINK_CARD",
      title: "t",
      description: "d",
      url: "https://e.com",
      cover: "f1",
    });

    const target = { channel: "kf", openKfId: "wk1", externalUserId: "wm1", msgId: "abc" } as const;
    expect(toWecomBody(card, { ...target, mediaIds: app.mediaIds })).toEqual({
      touser: "wm1",
      open_kfid: "wk1",
      msgid: "abc",
      msgtype: "link",
      link: { title: "t", desc: "d", url: "https://e.com", thumb_media_id: "MEDIA1" },
    });
  });

  test("the same content and target give the same bytes", () => {
    const value: MessageContentInput = {
      type: "LINK_CARD",
      title: "t",
      description: "d",
      url: "https://e.com",
    };

    expect(JSON.stringify(toWecomBody(content(value), app))).toBe(
      JSON.stringify(toWecomBody(content(structuredClone(value)), { ...app })),
    );
  });

  test("without its media id no message leaves", () => {
    const image = content({ type: "IMAGE", file: "f2" });

    expect(filesOf(image)).toEqual([{ key: "f2", kind: "image" }]);
    expect(() => toWecomBody(image, app)).toThrow(RangeError);
    expect(() => toWecomBody(content({ type: "IMAGE", file: "constructor" }), app)).toThrow(RangeError);
  });
});

describe("a group send to customers", () => {
  const audience = { kind: "customers", externalUserIds: ["wm1", "wm2"], sender: "zhangsan" } as const;

  test("has its text and its attachments", () => {
    const contents = [
      content({ type: "TEXT", text: "新品" }),
      content({ type: "IMAGE", file: "f1" }),
      content({ type: "MINIPROGRAM", appId: "wx1", title: "查看新品", page: "p", cover: "f1" }),
    ];

    expect(toGroupSendBody(contents, audience, app.mediaIds)).toEqual({
      chat_type: "single",
      external_userid: ["wm1", "wm2"],
      sender: "zhangsan",
      text: { content: "新品" },
      attachments: [
        { msgtype: "image", image: { media_id: "MEDIA1" } },
        {
          msgtype: "miniprogram",
          miniprogram: { title: "查看新品", pic_media_id: "MEDIA1", appid: "wx1", page: "p" },
        },
      ],
    });
  });

  test("has nine attachments at most, and one text", () => {
    const image = content({ type: "IMAGE", file: "f1" });
    const text = content({ type: "TEXT", text: "x" });

    expect(
      toGroupSendBody(
        Array.from({ length: 9 }, () => image),
        audience,
        app.mediaIds,
      ),
    ).toBeDefined();
    expect(() =>
      toGroupSendBody(
        Array.from({ length: 10 }, () => image),
        audience,
        app.mediaIds,
      ),
    ).toThrow(RangeError);
    expect(() => toGroupSendBody([text, text], audience)).toThrow(RangeError);
    expect(() => toGroupSendBody([content({ type: "MARKDOWN", text: "x" })], audience)).toThrow(RangeError);
  });
});
