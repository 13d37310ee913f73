interface SparklineProps {
  points: readonly { at: number; value: number }[];
  from: number;
  to: number;
  /** Read out in place of the picture. */
  label: string;
}

const width = 120;
const height = 28;
const strokeMin = 4;

/** A line without axes: whether it rises or falls, and how unsteady it is. */
export function Sparkline({ points, from, to, label }: SparklineProps) {
  const values = points.map(({ value }) => value);
  const low = Math.min(...values);
  const room = Math.max(...values) - low || 1;
  const x = (at: number) => ((at - from) / (to - from)) * width;
  const y = (value: number) => height - 3 - ((value - low) / room) * (height - 6);
  const [first] = points;
  const last = points.at(-1);
  // Values of a few minutes in a week would be an upright stroke, which says nothing.
  const isLine = first && last && x(last.at) - x(first.at) >= strokeMin;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      style={{ width: "100%", height, display: "block" }}
    >
      {last && !isLine ? (
        <circle cx={Math.min(x(last.at), width - 2)} cy={height / 2} r="2" fill="currentColor" />
      ) : (
        <polyline
          points={points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ")}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
