import { Box } from "@mui/material";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisStyle, gridStyle, tooltipStyle } from "../../charts/chartStyle.ts";
import type { News2Risk } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import type { ChartMark } from "./chartMarks.ts";
import type { ScorePoint } from "./news2Series.ts";
import { riskTone } from "./vitalColours.ts";
import { momentsOf } from "./vitalSeries.ts";

interface News2ChartProps {
  points: readonly ScorePoint[];
  span: { from: number; to: number };
  marks: readonly ChartMark[];
  label: string;
  scoreWord: (score: number) => string;
  height: number;
}

/** Fewer than this are shown as points as well: what was scored just now is a step too short to be seen. */
const dotsMax = 60;

/** Where each risk begins and ends on the axis (RCP 2017, chart 2). */
const bands: readonly { risk: News2Risk; from: number; to: number }[] = [
  { risk: "LOW", from: 0, to: 4.5 },
  { risk: "MEDIUM", from: 4.5, to: 6.5 },
  { risk: "HIGH", from: 6.5, to: 20 },
];

/** The score in steps: each holds until the next, or until its values were too old. */
export function News2Chart({ points, span, marks, label, scoreWord, height }: News2ChartProps) {
  const formats = useFormats();
  const highest = Math.max(10, ...points.map(({ score }) => score ?? 0));
  const width = span.to - span.from;
  return (
    <Box role="img" aria-label={label} sx={{ height, "& *:focus": { outline: "none" } }}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={[...points]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          {bands.map(({ risk, from, to }) => (
            <ReferenceArea
              key={risk}
              y1={from}
              y2={Math.min(to, highest)}
              fill={solid(riskTone[risk])}
              fillOpacity={0.13}
              ifOverflow="hidden"
            />
          ))}
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[span.from, span.to]}
            allowDataOverflow
            // What was measured just now is at the very edge, and its mark would be cut in half.
            padding={{ left: 6, right: 6 }}
            ticks={momentsOf(span)}
            tickFormatter={(at: number) => formats.tick(at, width)}
            {...axisStyle}
            minTickGap={40}
          />
          <YAxis
            domain={[0, highest]}
            ticks={[0, 5, 7, highest]}
            {...axisStyle}
            width={44}
            interval={0}
            allowDecimals={false}
          />
          <Tooltip
            {...tooltipStyle}
            labelFormatter={(at) => formats.dateTime(Number(at))}
            formatter={(value) => scoreWord(Number(value))}
          />
          <Line
            dataKey="score"
            name="NEWS2"
            type="stepAfter"
            stroke="var(--wg-palette-text-primary)"
            strokeWidth={1.75}
            isAnimationActive={false}
            dot={points.length <= dotsMax ? { r: 2.5 } : false}
          />
          {marks.map(({ id, at, tone }) => (
            <ReferenceLine key={id} x={at} stroke={solid(tone)} strokeWidth={1.5} ifOverflow="hidden" />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </Box>
  );
}
