import { int, text } from "./urlState.ts";

export const pageSizes = [25, 50, 100] as const;

/** Where a list stands in its pages, as its address says it. */
export const pagingState = { after: text, before: text, size: int(50, 1, 100) };

export interface Paging {
  after: string;
  before: string;
  size: number;
}

/** Back to the first page: a cursor means nothing under another filter or order. */
export const firstPage = { after: "", before: "" } as const;

export interface PageVariables {
  first: number | null;
  after: string | null;
  last: number | null;
  before: string | null;
}

export function pageVariables({ after, before, size }: Paging): PageVariables {
  return before
    ? { first: null, after: null, last: size, before }
    : { first: size, after: after || null, last: null, before: null };
}
