const secondary = "var(--wg-palette-text-secondary)";
const divider = "var(--wg-palette-divider)";

/** Lines across a chart, for the quantities and not for the moments. */
export const gridStyle = { vertical: false, stroke: divider } as const;

/** An axis is its words: neither line nor ticks. */
export const axisStyle = {
  tick: { fontSize: 11, fill: secondary },
  tickLine: false,
  axisLine: false,
} as const;

/** What stands beside the pointer. */
export const tooltipStyle = {
  isAnimationActive: false,
  cursor: { stroke: secondary, strokeDasharray: "3 3" },
  contentStyle: {
    background: "var(--wg-palette-background-paper)",
    border: `1px solid ${divider}`,
    borderRadius: 6,
    fontSize: 12,
    padding: "6px 10px",
  },
} as const;
