import { describe, expect, test } from "vitest";
import { contentForms, isPossible } from "./contentForms.ts";
import {
  at,
  bytesOf,
  changed,
  charactersOf,
  emptyContent,
  inKind,
  inType,
  isBlank,
  pruned,
  rendered,
  variablesOf,
} from "./contentState.ts";
import { contentIssues, issueOf } from "./issueText.ts";

describe("a content that is written", () => {
  test("is sent without what was left empty, and with what is required even so", () => {
    const written = changed(emptyContent("LINK_CARD"), ["title"], "Hello");

    expect(pruned({ ...emptyContent("LINK_CARD"), ...(written as object) })).toEqual({
      type: "LINK_CARD",
      title: "Hello",
      description: "",
      url: "",
    });
  });

  test("keeps in another type what both types have, and nothing else", () => {
    const card = { ...emptyContent("VIDEO"), title: "Title", file: "f" };

    expect(inType(card, "LINK_CARD")).toMatchObject({ type: "LINK_CARD", title: "Title" });
    expect(pruned(inType(card, "TEXT"))).toEqual({ type: "TEXT", text: "" });
  });

  test("of a card keeps its parts in another kind that has them", () => {
    const card = { kind: "TEXT_NOTICE", headline: { title: "Hi" }, subtitle: "below" };

    expect(inKind(card, "VOTE_INTERACTION")).toMatchObject({
      kind: "VOTE_INTERACTION",
      headline: { title: "Hi" },
    });
    expect(inKind(card, "VOTE_INTERACTION")).not.toHaveProperty("subtitle");
  });

  test("changes in one place, and a part that is taken away is gone", () => {
    const news = emptyContent("NEWS");
    const next = changed(news, ["articles", 0, "title"], "One");

    expect(at(next, ["articles", 0, "title"])).toBe("One");
    expect(at(news, ["articles", 0, "title"])).toBe("");
    expect(changed({ a: { b: 1 } }, ["a"], undefined)).toEqual({});
  });

  test("is blank until something is entered", () => {
    for (const type of Object.keys(contentForms) as (keyof typeof contentForms)[])
      expect([type, isBlank(emptyContent(type))]).toEqual([type, true]);
    expect(isBlank({ ...emptyContent("TEXT"), text: "x" })).toBe(false);
  });

  test("is counted as WeCom counts it", () => {
    expect(bytesOf("中文ab")).toBe(8);
    expect(charactersOf("中😀")).toBe(2);
  });
});

describe("variables", () => {
  const content = { type: "NEWS", articles: [{ title: "{{ name }} and {{时间}}", description: "{{name}}" }] };

  test("are found at any depth, each once", () => {
    expect(variablesOf(content)).toEqual(["name", "时间"]);
  });

  test("are filled in; one without a value stays visible, and a value is never read as a variable", () => {
    expect(rendered(content, new Map([["name", "{{时间}}"]]))).toEqual({
      type: "NEWS",
      articles: [{ title: "{{时间}} and {{时间}}", description: "{{时间}}" }],
    });
  });
});

test("only possible pairs of type and recipient are offered", () => {
  expect(isPossible("GROUP_TEXT", "MEMBER")).toBe(false);
  expect(isPossible("GROUP_TEXT", "GROUP_CHAT")).toBe(true);
  expect(isPossible("TEMPLATE_CARD", "GROUP_CHAT")).toBe(false);
  expect(isPossible("VOICE", "CUSTOMER")).toBe(false);
  expect(isPossible("VOICE", "KF_CUSTOMER")).toBe(true);
});

test("what the server says against a content is put where it belongs", () => {
  expect(issueOf("articles.0.title: must not be empty")).toEqual({
    path: "articles.0.title",
    message: "must not be empty",
  });
  expect(
    contentIssues([
      { path: ["input", "content", "text"], message: "too long" },
      { path: ["input", "recipient", "id"], message: "wrong" },
    ]),
  ).toEqual([{ path: "text", message: "too long" }]);
});
