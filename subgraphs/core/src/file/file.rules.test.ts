import { describe, expect, test } from "vitest";
import { fileName, folderPath } from "./file.rules.ts";
import { isRefused, isShown, mediaTypeOf } from "./mediaType.ts";

test.each([
  ["", "/"],
  ["/", "/"],
  ["reports", "/reports"],
  ["//reports/ 2026 //", "/reports/2026"],
  ["报表/十一月", "/报表/十一月"],
])("the folder %j is %s", (given, path) => {
  expect(folderPath().parse(given)).toBe(path);
});

test.each(["../etc", "a/./b", "a\\b", `${"a/".repeat(11)}b`, "x".repeat(101), "a\u0000b"])(
  "%j is no folder",
  (given) => {
    expect(folderPath().safeParse(given).success).toBe(false);
  },
);

test.each([".", "..", "a/b", "a\\b", "", "  ", "x".repeat(256), "a\u202eb"])("%j is no name", (given) => {
  expect(fileName().safeParse(given).success).toBe(false);
});

describe("a type is what the bytes say", () => {
  const utf8 = (text: string) => Buffer.from(text, "utf8");
  test.each([
    ["a PDF", utf8("%PDF-1.7\n1 0 obj\n"), "application/pdf"],
    ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]), "image/jpeg"],
    ["a text", utf8("name,phone\n张三,1\n"), "text/plain"],
    ["a text cut off within a character", utf8("张三").subarray(0, 5), "text/plain"],
    ["a page", utf8("  <!-- x -->\n<HTML><body>"), "text/html"],
    ["a script in a page's clothing", utf8("<script>alert(1)</script>"), "text/html"],
    ["a drawing", utf8("<svg onload=alert(1)>"), "image/svg+xml"],
    ["a feed", utf8('<?xml version="1.0"?><rss/>'), "application/xml"],
    ["anything else", Buffer.from([1, 2, 3, 0, 255]), "application/octet-stream"],
    ["bytes that happen to be ASCII", Buffer.alloc(100, 7), "application/octet-stream"],
    ["a Windows program", Buffer.concat([utf8("MZ"), Buffer.alloc(200)]), "application/x-msdownload"],
  ])("%s", async (_, bytes, mediaType) => {
    expect(await mediaTypeOf(bytes)).toBe(mediaType);
  });

  test("and nothing that could run is shown, or taken", () => {
    for (const type of ["text/html", "image/svg+xml", "application/xml", "application/octet-stream"])
      expect(isShown(type)).toBe(false);
    expect([isRefused("application/x-msdownload"), isRefused("application/pdf")]).toEqual([true, false]);
  });
});
