import type { SystemEdge, SystemNode } from "./systemQuery.ts";

export interface Placed {
  node: SystemNode;
  x: number;
  y: number;
}

export interface Layout {
  placed: readonly Placed[];
  width: number;
  height: number;
}

export const nodeSize = { width: 224, height: 92 };
const gap = { x: 96, y: 20 };

/**
 * Who needs something stands left of it: columns by the longest way from a process, rows in order of name. A circle
 * ends where it began rather than going on for ever.
 */
export function layoutOf(nodes: readonly SystemNode[], edges: readonly SystemEdge[]): Layout {
  const column = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0; round < nodes.length; round += 1) {
    let moved = false;
    for (const { from, to } of edges) {
      const wanted = (column.get(from) ?? 0) + 1;
      if ((column.get(to) ?? 0) < wanted && wanted < nodes.length) {
        column.set(to, wanted);
        moved = true;
      }
    }
    if (!moved) break;
  }
  const columns: SystemNode[][] = [];
  for (const node of nodes) (columns[column.get(node.id) ?? 0] ??= []).push(node);
  const filled = columns.filter((own) => own.length > 0);
  const rows = Math.max(1, ...filled.map(({ length }) => length));
  const height = rows * (nodeSize.height + gap.y) - gap.y;
  const placed = filled.flatMap((own, index) => {
    const top = (height - own.length * (nodeSize.height + gap.y) + gap.y) / 2;
    return own
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((node, row) => ({
        node,
        x: index * (nodeSize.width + gap.x),
        y: top + row * (nodeSize.height + gap.y),
      }));
  });
  return { placed, width: filled.length * (nodeSize.width + gap.x) - gap.x, height };
}

/** A calm curve from the right edge of one node to the left edge of the other. */
export function curveOf(from: Placed, to: Placed): string {
  const startX = from.x + nodeSize.width;
  const startY = from.y + nodeSize.height / 2;
  const endY = to.y + nodeSize.height / 2;
  const bend = Math.max((to.x - startX) / 2, 24);
  return `M ${startX} ${startY} C ${startX + bend} ${startY}, ${to.x - bend} ${endY}, ${to.x} ${endY}`;
}
