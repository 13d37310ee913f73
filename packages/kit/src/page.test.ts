import { expect, test } from "vitest";
import { keysetPage } from "./page.ts";
import type { KeysetQuery, OrderColumn, PageArgs } from "./page.ts";

interface Row {
  id: string;
  rank: number | null;
}

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const rows: Row[] = [3, null, 1, 3, 2, null, 1].map((rank, i) => ({ id: id(i), rank }));
const byRank: OrderColumn[] = [
  { field: "rank", direction: "asc", kind: "number", nullable: true },
  { field: "id", direction: "asc", kind: "uuid" },
];

/** The part of Prisma's filter language that keysetPage writes, over an array. */
function find({ where, orderBy, take }: KeysetQuery, nulls?: "first" | "last"): Promise<Row[]> {
  const sorted = rows.filter((row) => matches(row, where)).toSorted((a, b) => compare(a, b, orderBy, nulls));
  return Promise.resolve(sorted.slice(0, take));
}

function matches(row: Row, where: object): boolean {
  return Object.entries(where).every(([key, condition]) => {
    if (key === "AND") return (condition as object[]).every((part) => matches(row, part));
    if (key === "OR") return (condition as object[]).some((part) => matches(row, part));
    const value = row[key as keyof Row];
    if (condition === null || typeof condition !== "object") return value === condition;
    const { gt, lt, not } = condition as { gt?: string; lt?: string; not?: null };
    if (not === null) return value !== null;
    if (value === null) return false;
    return gt === undefined ? value < (lt as string) : value > gt;
  });
}

function compare(a: Row, b: Row, orderBy: KeysetQuery["orderBy"], nulls?: "first" | "last"): number {
  for (const column of orderBy) {
    const [[field, direction]] = Object.entries(column) as [[keyof Row, string]];
    const [x, y] = [a[field], b[field]];
    if (x === y) continue;
    if (nulls && (x === null || y === null)) return (x === null) === (nulls === "first") ? -1 : 1;
    const ascending = x === null ? 1 : y === null ? -1 : x < y ? -1 : 1;
    return direction === "asc" ? ascending : -ascending;
  }
  return 0;
}

/** The highest first, and what has no rank after them all. */
const byRankDown: OrderColumn[] = [
  { field: "rank", direction: "desc", kind: "number", nullable: true, nulls: "last" },
  { field: "id", direction: "desc", kind: "uuid" },
];

const page = (args: PageArgs, order = byRank) =>
  keysetPage(args, order, find, () => Promise.resolve(rows.length));

test.each([1, 2, 3, 7])(
  "pages of %i of a falling order that keeps nulls last hold every row once, forwards and backwards",
  async (size) => {
    const forwards: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await page({ first: size, after }, byRankDown);
      forwards.push(...nodes.map((node) => node.id));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    const backwards: string[] = [];
    for (let before: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await page({ last: size, before }, byRankDown);
      backwards.unshift(...nodes.map((node) => node.id));
      before = pageInfo.startCursor;
      more = pageInfo.hasPreviousPage;
    }
    expect(forwards).toEqual([3, 0, 4, 6, 2, 5, 1].map(id));
    expect(backwards).toEqual(forwards);
  },
);

test.each([1, 2, 3, 7])(
  "pages of %i forwards hold every row once, in order, nulls included",
  async (first) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = await page({ first, after });
      seen.push(...nodes.map((node) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual([2, 6, 4, 0, 3, 1, 5].map(id));
  },
);

test.each([1, 2, 3])("pages of %i backwards hold the same rows", async (last) => {
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const { nodes, pageInfo } = await page({ last, before });
    seen.unshift(...nodes.map((node) => node.id));
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
  } while (before);
  expect(seen).toEqual([2, 6, 4, 0, 3, 1, 5].map(id));
});

test("an empty list is an empty page", async () => {
  const { nodes, pageInfo } = await keysetPage(
    { first: 5 },
    byRank,
    () => Promise.resolve([]),
    () => Promise.resolve(0),
  );
  expect(nodes).toEqual([]);
  expect(pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  });
});

test.each([
  ["not base64 json", "%%%"],
  ["json of another shape", Buffer.from(`{"a":1}`).toString("base64url")],
  ["of another order", Buffer.from(JSON.stringify(["id", id(1)])).toString("base64url")],
  [
    "with a value of another type",
    Buffer.from(JSON.stringify(["rank,id", "x'; DROP TABLE", id(1)])).toString("base64url"),
  ],
  ["with an id that is none", Buffer.from(JSON.stringify(["rank,id", 1, "1 OR 1=1"])).toString("base64url")],
  ["with too few values", Buffer.from(JSON.stringify(["rank,id", 1])).toString("base64url")],
])("a cursor %s is INVALID_INPUT at its argument", async (_, cursor) => {
  await expect(page({ first: 2, after: cursor })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    details: { issues: [{ path: ["after"] }] },
  });
  await expect(page({ last: 2, before: cursor })).rejects.toMatchObject({
    details: { issues: [{ path: ["before"] }] },
  });
});
