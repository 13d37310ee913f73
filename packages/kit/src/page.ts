import "reflect-metadata";
import { ArgsType, Directive, Field, Int, ObjectType, UseMiddleware } from "type-graphql";
import type { ClassType, MiddlewareFn } from "type-graphql";
import { z } from "zod";
import { invalidInput } from "./errors.ts";

export const pageSizeDefault = 25;
const pageSizeMax = 200;

@Directive("@shareable")
@ObjectType({ description: "Where a page stands in its list (Relay)." })
class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => Boolean) hasPreviousPage: boolean;
  @Field(() => String, { nullable: true }) startCursor: string | null;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

const pageSize = z.number().int().min(1).max(pageSizeMax).nullish();
const cursor = z.string().max(1_000).nullish();

@ArgsType()
export class PageArgs {
  static readonly rules: z.ZodType = z
    .object({ first: pageSize, after: cursor, last: pageSize, before: cursor })
    .refine((page) => !(page.first != null && page.last != null), {
      path: ["last"],
      message: "Give first or last, not both.",
    });

  @Field(() => Int, { nullable: true, description: `How many, from the start; at most ${pageSizeMax}.` })
  first?: number | null;
  @Field(() => String, { nullable: true }) after?: string | null;
  @Field(() => Int, { nullable: true, description: `How many, from the end; at most ${pageSizeMax}.` })
  last?: number | null;
  @Field(() => String, { nullable: true }) before?: string | null;
}

export interface Page<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: PageInfo;
  /** Called only when a client selects `totalCount`. */
  totalCount: () => Promise<number>;
}

/** The same page of what each row is shown as. */
export function mapPage<Row, Shown>(page: Page<Row>, show: (row: Row) => Shown): Page<Shown> {
  const edges = page.edges.map((edge) => ({ cursor: edge.cursor, node: show(edge.node) }));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}

/** Declares `<Node>Connection` and `<Node>Edge`; call once per node type and export the result. */
export function connectionOf<T extends object>(node: () => ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list.` })
  class Edge {
    @Field(() => String) cursor: string;
    @Field(() => node()) node: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class Connection {
    @Field(() => [Edge]) edges: Edge[];
    @Field(() => [node()]) nodes: T[];
    @Field(() => PageInfo) pageInfo: PageInfo;
    @UseMiddleware(callWhenAsked)
    @Field(() => Int, { nullable: true, description: "Size of the whole list; counted only when asked for." })
    totalCount: number | (() => Promise<number>) | null;
  }
  return Connection;
}

/** Without it type-graphql would answer with the function itself. */
const callWhenAsked: MiddlewareFn = async (_, next) => {
  const value: unknown = await next();
  return typeof value === "function" ? value() : value;
};

/** One column of a list's order. The last one must be unique (the id), or a page could lose rows. */
export interface OrderColumn {
  field: string;
  direction: "asc" | "desc";
  /** How a value of this column is carried in a cursor. */
  kind: "string" | "number" | "bigint" | "date" | "uuid";
  /** Postgres sorts NULL last ascending and first descending; a nullable column must say so. */
  nullable?: boolean;
  /** Of a nullable column, where that is not what is wanted; `find` then has to order by it. */
  nulls?: "first" | "last";
}

export interface KeysetQuery {
  /** A Prisma `where` that starts after the cursor; combine it with the filter by AND. */
  where: object;
  orderBy: Record<string, "asc" | "desc">[];
  take: number;
}

type CursorValue = string | number | bigint | Date | null;

/**
 * Turns Relay arguments into a keyset query (never OFFSET) and its rows into a page. `find` gets one row more
 * than asked for, which tells whether there is a next page without counting; `nulls` is where rows without a value go, of
 * an order with a column that says so.
 *
 * @throws AppError INVALID_INPUT with path `after` or `before` for a cursor that is malformed or of another order.
 */
export async function keysetPage<T extends object>(
  args: PageArgs,
  order: readonly OrderColumn[],
  find: (query: KeysetQuery, nulls?: "first" | "last") => Promise<T[]>,
  totalCount: () => Promise<number>,
): Promise<Page<T>> {
  const backwards = args.last != null || (args.before != null && args.first == null);
  const size = args.last ?? args.first ?? pageSizeDefault;
  const name = backwards ? "before" : "after";
  const token = backwards ? args.before : args.after;
  const columns = backwards ? order.map(reverse) : order;
  const nulls = columns.find((column) => column.nulls)?.nulls;
  const where = token == null ? {} : beyond(columns, decodeCursor(token, order, name));

  const orderBy = columns.map((column) => ({ [column.field]: column.direction }));
  const rows = await find({ where, orderBy, take: size + 1 }, nulls);

  const more = rows.length > size;
  const kept = rows.slice(0, size);
  if (backwards) kept.reverse();
  const edges = kept.map((node) => ({ cursor: encodeCursor(node, order), node }));
  return {
    edges,
    nodes: kept,
    pageInfo: {
      hasNextPage: backwards ? token != null : more,
      hasPreviousPage: backwards ? more : token != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function reverse({ direction, nulls, ...column }: OrderColumn): OrderColumn {
  return {
    ...column,
    direction: direction === "asc" ? "desc" : "asc",
    ...(nulls && { nulls: nulls === "first" ? "last" : "first" }),
  };
}

/** (a, b, id) > (x, y, z) spelled as OR of prefixes, because the columns may differ in direction. */
function beyond(columns: readonly OrderColumn[], values: readonly CursorValue[]): object {
  const alternatives = columns.flatMap((column, depth) => {
    const step = pastValue(column, values[depth] ?? null);
    if (!step) return [];
    const same = columns.slice(0, depth).map((equal, i) => ({ [equal.field]: values[i] ?? null }));
    return [{ AND: [...same, step] }];
  });
  return { OR: alternatives };
}

/** Rows strictly past `value` in this column's direction, or null when there can be none. */
function pastValue(column: OrderColumn, value: CursorValue): object | null {
  const { field, direction, nullable } = column;
  const nullsLast = (column.nulls ?? (direction === "asc" ? "last" : "first")) === "last";
  if (value === null) return nullsLast ? null : { [field]: { not: null } };
  const past = { [field]: { [direction === "asc" ? "gt" : "lt"]: value } };
  return nullable && nullsLast ? { OR: [past, { [field]: null }] } : past;
}

/** Opaque to clients: base64url of the order's name and the row's values in it. */
function encodeCursor(row: object, order: readonly OrderColumn[]): string {
  const values = order.map(({ field }) => {
    const value = (row as Record<string, unknown>)[field];
    if (typeof value === "bigint") return String(value);
    return value instanceof Date ? value.toISOString() : (value ?? null);
  });
  return Buffer.from(JSON.stringify([orderName(order), ...values])).toString("base64url");
}

function orderName(order: readonly OrderColumn[]): string {
  return order.map(({ field, direction }) => (direction === "asc" ? field : `-${field}`)).join(",");
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const decoders: Record<OrderColumn["kind"], (value: unknown) => CursorValue | undefined> = {
  string: (value) => (typeof value === "string" && !value.includes("\0") ? value : undefined),
  // Numbered columns are integers; the database would fail on anything else instead of finding nothing.
  number: (value) =>
    typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined,
  bigint: (value) => (typeof value === "string" && /^-?\d{1,18}$/.test(value) ? BigInt(value) : undefined),
  uuid: (value) => (typeof value === "string" && uuidForm.test(value) ? value : undefined),
  date: (value) => {
    const date = typeof value === "string" && /^\d{4}-/.test(value) ? new Date(value) : undefined;
    return date && !Number.isNaN(date.getTime()) ? date : undefined;
  },
};

function decodeCursor(token: string, order: readonly OrderColumn[], argument: string): CursorValue[] {
  const parsed = parseJson(Buffer.from(token, "base64url").toString("utf8"));
  const values: unknown[] = Array.isArray(parsed) ? parsed : [];
  const decoded = order.map(({ kind, nullable }, i) => {
    const value = values[i + 1];
    return value === null && nullable ? null : decoders[kind](value);
  });
  if (values[0] !== orderName(order) || values.length !== order.length + 1 || decoded.includes(undefined))
    throw invalidInput(
      [{ path: [argument], message: "This cursor is not from this list in this order." }],
      "CURSOR_REFUSED",
    );
  return decoded as CursorValue[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a cursor that is not JSON is simply not one of ours; decodeCursor says so
  }
}
