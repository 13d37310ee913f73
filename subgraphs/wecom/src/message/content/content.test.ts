import { describe, expect, test } from "vitest";
import { channels, typesOf } from "./content.channels.ts";
import type { Channel } from "./content.channels.ts";
import { bytesOf, charactersOf } from "./content.fields.ts";
import { checkContent } from "./content.ts";

/** Paths and messages, or "ok". */
function verdict(value: unknown, channel: Channel = "app"): unknown {
  const checked = checkContent(value, channel, ["input", "content"]);
  return checked.ok ? "ok" : checked.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

const chars = (count: number, character = "中") => character.repeat(count);
const text = (value: string) => ({ type: "TEXT", text: value });

describe("texts", () => {
  test("2048 bytes of multi-byte characters pass, one more byte does not", () => {
    const full = `${chars(682)}ab`;
    expect(bytesOf(full)).toBe(2048);

    expect(verdict(text(full))).toBe("ok");
    expect(verdict(text(`${full}c`))).toEqual(["input.content.text: at most 2048 bytes in UTF-8 here"]);
    expect(verdict(text(chars(683)))).toEqual(["input.content.text: at most 2048 bytes in UTF-8 here"]);
    expect(verdict(text(chars(512, "😀")))).toBe("ok");
    expect(verdict(text(chars(513, "😀")))).not.toBe("ok");
  });

  test("customers may be sent 4000 bytes, a robot's markdown 4096, an application's 2048", () => {
    expect(verdict(text("a".repeat(4000)), "customers")).toBe("ok");
    expect(verdict(text("a".repeat(4001)), "customers")).toEqual([
      "input.content.text: at most 4000 bytes in UTF-8",
    ]);
    const markdown = (length: number) => ({ type: "MARKDOWN", text: "a".repeat(length) });
    expect(verdict(markdown(4096), "robot")).toBe("ok");
    expect(verdict(markdown(4097), "robot")).not.toBe("ok");
    expect(verdict(markdown(2048))).toBe("ok");
    expect(verdict(markdown(2049))).not.toBe("ok");
  });

  test("line breaks and tabs are text; NUL, other control characters and half characters are not", () => {
    expect(verdict(text("a\n\tb\r\n"))).toBe("ok");
    for (const bad of ["\0", "a\u0007", "\ud83d", "\udc00x"])
      expect(verdict(text(bad))).toContainEqual("input.content.text: control characters are not allowed");
  });

  test.each(["", " ", "\n\n"])("%j says nothing and is refused", (empty) => {
    expect(verdict(text(empty))).toEqual(["input.content.text: must not be empty"]);
  });

  test("characters are counted as people do", () => {
    expect(charactersOf("中a😀")).toBe(3);
  });
});

describe("limits in characters are not limits in bytes", () => {
  const card = { type: "LINK_CARD", title: "t", description: "d", url: "https://example.com/x" };

  test("a link card's title has 128 characters to members and 128 bytes to customers", () => {
    expect(verdict({ ...card, title: chars(128) })).toBe("ok");
    expect(verdict({ ...card, title: chars(129) })).toEqual(["input.content.title: at most 128 characters"]);
    expect(verdict({ ...card, title: chars(42) }, "customers")).toBe("ok");
    expect(verdict({ ...card, title: chars(43) }, "customers")).toEqual([
      "input.content.title: at most 128 bytes in UTF-8 here",
    ]);
  });

  test("a video's title has 128 bytes, its description 512", () => {
    const video = { type: "VIDEO", file: "f1" };
    expect(verdict({ ...video, title: `${chars(42)}ab`, description: `${chars(170)}ab` })).toBe("ok");
    expect(verdict({ ...video, title: chars(43), description: chars(171) })).toEqual([
      "input.content.title: at most 128 bytes in UTF-8",
      "input.content.description: at most 512 bytes in UTF-8",
    ]);
  });

  test("a button has four characters", () => {
    expect(verdict({ ...card, buttonText: "查看详情" })).toBe("ok");
    expect(verdict({ ...card, buttonText: "查看详情吧" })).not.toBe("ok");
  });

  test.each([
    "ftp://example.com",
    "javascript:alert(1)",
    "//example.com",
    "example.com",
    "https://",
    `https://example.com/${"x".repeat(2048)}`,
  ])("%.40s is no address", (url) => {
    expect(verdict({ ...card, url })).not.toBe("ok");
  });
});

describe("mini-programmes", () => {
  const notice = { type: "MINIPROGRAM", appId: "wx123123123123", title: "会议室预订成功通知" };

  test("title and description have 4 to 12 characters, ten rows of 10 and 30", () => {
    const row = { key: chars(10), value: chars(30) };
    expect(verdict({ ...notice, description: chars(12), items: Array.from({ length: 10 }, () => row) })).toBe(
      "ok",
    );
    expect(verdict({ ...notice, title: chars(3) })).not.toBe("ok");
    expect(verdict({ ...notice, title: chars(13) })).not.toBe("ok");
    expect(verdict({ ...notice, items: Array.from({ length: 11 }, () => row) })).not.toBe("ok");
    expect(verdict({ ...notice, items: [{ key: chars(11), value: chars(31) }] })).toEqual([
      "input.content.items.0.key: at most 10 characters",
      "input.content.items.0.value: at most 30 characters",
    ]);
  });

  test("a customer needs a page and a cover", () => {
    expect(verdict(notice, "customers")).toEqual([
      "input.content.page: is required here",
      "input.content.cover: is required here",
    ]);
    expect(verdict({ ...notice, page: "pages/a", cover: "f1" }, "kf")).toBe("ok");
  });
});

describe("news", () => {
  const article = { title: "t", url: "https://example.com" };
  const news = (articles: readonly object[]) => ({ type: "NEWS", articles });

  test("one to eight articles, each with an address or a page of a mini-programme", () => {
    expect(verdict(news(Array.from({ length: 8 }, () => article)))).toBe("ok");
    expect(verdict(news(Array.from({ length: 9 }, () => article)))).not.toBe("ok");
    expect(verdict(news([]))).not.toBe("ok");
    expect(verdict(news([{ title: "t", appId: "wx1", page: "p" }]))).toBe("ok");
    expect(verdict(news([article, { title: "t", appId: "wx1" }]))).toEqual([
      "input.content.articles.1.url: needs an address, or a mini-programme and its page",
    ]);
  });
});

describe("template cards", () => {
  const action = { kind: "URL", url: "https://example.com" };
  const card = (value: object) => ({ type: "TEMPLATE_CARD", card: value });
  const notice = { kind: "TEXT_NOTICE", headline: { title: "到货" }, action };

  test("a text notice needs a headline or a subtitle, and somewhere to lead", () => {
    expect(verdict(card(notice))).toBe("ok");
    expect(verdict(card({ kind: "TEXT_NOTICE", subtitle: chars(160), action }))).toBe("ok");
    expect(verdict(card({ kind: "TEXT_NOTICE", action }))).toEqual([
      "input.content.card.headline.title: needs a headline or a subtitle",
    ]);
    expect(verdict(card({ kind: "TEXT_NOTICE", subtitle: "x" }))).not.toBe("ok");
  });

  test("six rows, three links, a headline of 36 characters", () => {
    const rows = (length: number) => Array.from({ length }, () => ({ name: "价格", value: "1" }));
    const jumps = (length: number) => Array.from({ length }, () => ({ title: "更多", link: action }));
    expect(verdict(card({ ...notice, headline: { title: chars(36) }, rows: rows(6), jumps: jumps(3) }))).toBe(
      "ok",
    );
    expect(verdict(card({ ...notice, headline: { title: chars(37) } }))).not.toBe("ok");
    expect(verdict(card({ ...notice, rows: rows(7) }))).not.toBe("ok");
    expect(verdict(card({ ...notice, jumps: jumps(4) }))).not.toBe("ok");
  });

  test("a news notice needs a headline and a picture whose shape is bounded", () => {
    const news = { kind: "NEWS_NOTICE", headline: { title: "x" }, action };
    const image = (aspectRatio: number) => ({ url: "https://example.com/a.png", aspectRatio });
    expect(verdict(card({ ...news, image: image(2.25) }))).toBe("ok");
    expect(verdict(card({ ...news, image: image(2.26) }))).not.toBe("ok");
    expect(verdict(card(news))).toEqual([
      "input.content.card.image: needs a picture, or a picture with text",
    ]);
  });

  test("buttons: one to six", () => {
    const buttons = (length: number) =>
      card({
        kind: "BUTTON_INTERACTION",
        buttons: Array.from({ length }, (_, index) => ({ text: "好", key: `k${index}` })),
      });
    expect(verdict(buttons(6))).toBe("ok");
    expect(verdict(buttons(0))).not.toBe("ok");
    expect(verdict(buttons(7))).not.toBe("ok");
    expect(verdict(buttons(1), "robot")).toEqual([
      "input.content.card.kind: a robot's card cannot be answered",
    ]);
  });

  test("what a button says after a tap is as short as a button", () => {
    const asked = (afterTap: string) =>
      verdict(
        card({
          kind: "BUTTON_INTERACTION",
          buttons: [{ text: "ok", key: "k" }],
          headline: { title: "x" },
          afterTap,
        }),
      );
    expect(asked(chars(10))).toBe("ok");
    expect(asked(chars(11))).not.toBe("ok");
    expect(verdict(card({ ...notice, afterTap: "done" }))).not.toBe("ok");
  });
});

describe("what is not meant to be there", () => {
  test("fields of another type are refused by name, unknown types too", () => {
    expect(verdict({ type: "TEXT", text: "x", file: "f" })).toHaveLength(1);
    expect(verdict({ type: "SMELL" })).toHaveLength(1);
    expect(verdict(null)).toHaveLength(1);
    expect(verdict({ type: "IMAGE", file: "../../etc/passwd" })).toEqual(["input.content.file: not a file"]);
  });

  test("every channel refuses every type it does not carry, and says what it does", () => {
    const samples = {
      TEXT: text("x"),
      GROUP_TEXT: { type: "GROUP_TEXT", text: "x", mentions: ["zhangsan"] },
      MARKDOWN: { type: "MARKDOWN", text: "**x**" },
      IMAGE: { type: "IMAGE", file: "f" },
      VOICE: { type: "VOICE", file: "f" },
      VIDEO: { type: "VIDEO", file: "f" },
      FILE: { type: "FILE", file: "f" },
      LINK_CARD: { type: "LINK_CARD", title: "t", description: "d", url: "https://e.com", cover: "f" },
      MINIPROGRAM: { type: "MINIPROGRAM", appId: "wx1", title: "订单通知", page: "p", cover: "f" },
      NEWS: { type: "NEWS", articles: [{ title: "t", url: "https://e.com" }] },
      TEMPLATE_CARD: {
        type: "TEMPLATE_CARD",
        card: {
          kind: "TEXT_NOTICE",
          headline: { title: "x" },
          action: { kind: "URL", url: "https://e.com" },
        },
      },
    };
    for (const channel of channels)
      for (const [type, sample] of Object.entries(samples)) {
        const isCarried = typesOf[channel].some((carried) => carried === type);
        expect([channel, type, verdict(sample, channel) === "ok"]).toEqual([channel, type, isCarried]);
      }
  });
});
