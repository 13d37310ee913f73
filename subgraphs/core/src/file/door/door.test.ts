import { describe, expect, test } from "vitest";
import { disposition } from "./disposition.ts";
import { FileLinks } from "./links.ts";
import { rangeOf } from "./range.ts";

describe("a name in a header", () => {
  test.each([
    ["plain.txt", `attachment; filename="plain.txt"; filename*=UTF-8''plain.txt`],
    ["报告.pdf", `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`],
    ['a"b\\c%d.txt', `attachment; filename="a_b_c_d.txt"; filename*=UTF-8''a%22b%5Cc%25d.txt`],
    ["it's (1)*.txt", `attachment; filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ])("%s is written so that every browser finds it", (name, header) => {
    expect(disposition("attachment", name)).toBe(header);
  });

  test("ends no header and begins no other", () => {
    expect(disposition("inline", "a\r\nset-cookie: x=1")).not.toMatch(/[\r\n]/);
  });
});

test.each([
  [undefined, null],
  ["bytes=0-9", { first: 0, last: 9 }],
  ["bytes=90-", { first: 90, last: 99 }],
  ["bytes=-10", { first: 90, last: 99 }],
  ["bytes=-1000", { first: 0, last: 99 }],
  ["bytes=50-5000", { first: 50, last: 99 }],
  ["bytes=100-", "UNSATISFIABLE"],
  ["bytes=-0", "UNSATISFIABLE"],
  ["bytes=9-5", null],
  ["bytes=0-1,5-6", null],
  ["lines=1-2", null],
  ["bytes=-", null],
  ["bytes=a-b", null],
])("of 100 bytes, the range %s is %j", (header, range) => {
  expect(rangeOf(header, 100)).toEqual(range);
});

describe("a link", () => {
  const now = new Date("2026-11-22T05:00:00Z");
  const link = {
    tenantId: "0192f6c1-9c00-7a10-8b20-6d7e8f901a2b",
    fileId: "0192f6c1-9c00-7a10-8b20-6d7e8f901a2c",
    shareId: null,
    as: "attachment" as const,
    expiresAt: new Date(now.getTime() + 1_000),
  };
  const at = (moment: Date, secret = "a root secret") => new FileLinks(secret, () => moment);
  const queryOf = (path: string) => new URL(path, "http://gateway").searchParams;

  test("is read back as it was made, until it is over", () => {
    const query = queryOf(at(now).pathOf(link));
    expect(at(now).read(link.fileId, query)).toEqual(link);
    expect(at(link.expiresAt).read(link.fileId, query)).toBeNull();
  });

  test("is nobody else's to make, nor to change", () => {
    expect(at(now).read(link.fileId, queryOf(at(now, "another secret").pathOf(link)))).toBeNull();
    for (const [name, value] of [
      ["until", "99999999999999"],
      ["as", "inline"],
      ["share", link.tenantId],
      ["tenant", link.fileId],
      ["signature", ""],
      ["signature", "AAAA"],
    ] as const) {
      const query = queryOf(at(now).pathOf(link));
      query.set(name, value);
      expect(at(now).read(link.fileId, query)).toBeNull();
    }
  });
});
