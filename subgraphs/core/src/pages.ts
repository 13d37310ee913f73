import type { Page } from "@wegraph/kit/page";

/** The same page of what each row is shown as. */
export function mapPage<Row, Shown>(page: Page<Row>, show: (row: Row) => Shown): Page<Shown> {
  const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: show(node) }));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
}
