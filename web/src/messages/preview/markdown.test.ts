import { expect, test } from "vitest";
import { blocksOf, spansOf } from "./markdown.ts";

test("WeCom's subset is drawn, and what it does not know stands as it was written", () => {
  expect(blocksOf("# Title\n> said\n**bold** and `code`\n~~no~~")).toEqual([
    { kind: "heading", level: 1, spans: [{ text: "Title" }] },
    { kind: "quote", spans: [{ text: "said" }] },
    { kind: "line", spans: [{ text: "bold", bold: true }, { text: " and " }, { text: "code", code: true }] },
    { kind: "line", spans: [{ text: "~~no~~" }] },
  ]);
});

test("colours are WeCom's three, and a link leads to the web or nowhere", () => {
  expect(spansOf('<font color="warning">now</font> [a](https://a.example) [b](javascript:alert(1))')).toEqual(
    [
      { text: "now", colour: "warning" },
      { text: " " },
      { text: "a", href: "https://a.example" },
      { text: " " },
      { text: "b" },
      { text: ")" },
    ],
  );
});
