import { Box } from "@mui/material";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormats } from "../i18n/useFormats.ts";
import { axisStyle, gridStyle, tooltipStyle } from "./chartStyle.ts";

export interface Series {
  key: string;
  name: string;
  colour: string;
  kind: "bar" | "line";
  /** Told apart without colour as well. */
  dashed?: boolean;
}

interface SeriesChartProps {
  points: readonly { at: number; [key: string]: number | null }[];
  series: readonly Series[];
  /** Read out in place of the picture. */
  label: string;
  format: (value: number) => string;
  /** Where the axis ends at most and at least, for shares. */
  domain?: [number, number];
  height?: number;
}

/** Quantities over evenly spaced moments, each named beside its colour; bars stand on each other. */
export function SeriesChart({ points, series, label, format, domain, height = 220 }: SeriesChartProps) {
  const formats = useFormats();
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  return (
    <div>
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, mb: 0.5, fontSize: "0.75rem" }}>
        {series.map(({ key, name, colour, dashed }) => (
          <Box key={key} component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
            <svg width="18" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="18"
                y1="4"
                y2="4"
                stroke={colour}
                strokeWidth="3"
                {...(dashed ? { strokeDasharray: "4 3" } : {})}
              />
            </svg>
            {name}
          </Box>
        ))}
      </Box>
      <Box role="img" aria-label={label} sx={{ height: height - 22, "& *:focus": { outline: "none" } }}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={[...points]}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid {...gridStyle} />
            <XAxis
              dataKey="at"
              tickFormatter={(at: number) => formats.tick(at, span)}
              {...axisStyle}
              minTickGap={48}
            />
            <YAxis
              domain={domain ?? [0, "auto"]}
              {...axisStyle}
              width="auto"
              tickFormatter={(value: number) => format(value)}
            />
            <Tooltip
              {...tooltipStyle}
              labelFormatter={(at) => formats.dateTime(Number(at))}
              formatter={(value) => format(Number(value))}
            />
            {series.map(({ key, name, colour, kind, dashed }) =>
              kind === "bar" ? (
                <Bar
                  key={key}
                  dataKey={key}
                  name={name}
                  stackId="all"
                  fill={colour}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={key}
                  dataKey={key}
                  name={name}
                  type="monotone"
                  stroke={colour}
                  strokeWidth={2}
                  {...(dashed ? { strokeDasharray: "5 4" } : {})}
                  isAnimationActive={false}
                  // A single hour between two empty ones is a point and no line.
                  dot={points.length <= 60 ? { r: 2 } : false}
                />
              ),
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </Box>
    </div>
  );
}
