export interface Part {
  key: string;
  value: number;
  colour: string;
}

export interface Arc extends Part {
  share: number;
  path: string;
}

/** The parts of a whole as arcs of a ring, clockwise from the top. Parts without weight get no arc. */
export function toArcs(parts: readonly Part[], radius: number, width: number): readonly Arc[] {
  const drawn = parts.filter(({ value }) => value > 0);
  const total = drawn.reduce((sum, { value }) => sum + value, 0);
  // A hair of space between neighbours; none when there is only one, or the ring would not close.
  const gap = drawn.length > 1 ? 0.012 : 0;
  let from = 0;
  return drawn.map((part) => {
    const share = part.value / total;
    const start = from;
    from += share;
    // Very small parts stay visible at the cost of their gap.
    const end = Math.max(start + 0.004, from - gap);
    return { ...part, share, path: arcPath(start, Math.min(end, start + 0.9999), radius, width) };
  });
}

/** A ring segment between two shares of a full turn. */
export function arcPath(from: number, to: number, radius: number, width: number): string {
  const inner = radius - width;
  const large = to - from > 0.5 ? 1 : 0;
  const point = (share: number, distance: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(distance * Math.cos(angle)).toFixed(2)} ${(distance * Math.sin(angle)).toFixed(2)}`;
  };
  return [
    `M${point(from, radius)}`,
    `A${radius} ${radius} 0 ${large} 1 ${point(to, radius)}`,
    `L${point(to, inner)}`,
    `A${inner} ${inner} 0 ${large} 0 ${point(from, inner)}`,
    "Z",
  ].join(" ");
}
