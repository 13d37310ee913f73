import { Box } from "@mui/material";
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormats } from "../i18n/useFormats.ts";
import { solid, type Tone } from "../theme/tones.ts";
import { axisStyle, gridStyle, tooltipStyle } from "./chartStyle.ts";
import { niceCeiling, type TrendPoint } from "./trend.series.ts";

interface TrendChartProps {
  points: readonly TrendPoint[];
  label: string;
  valueName: string;
  totalName: string;
  height?: number;
  /** What much of it means. */
  tone?: Tone;
}

/** One quantity over time, under the line of what it could be at most. */
export function TrendChart({
  points,
  label,
  valueName,
  totalName,
  height = 220,
  tone = "positive",
}: TrendChartProps) {
  const formats = useFormats();
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const ceiling = niceCeiling(Math.max(0, ...points.map(({ total }) => total)));
  return (
    <Box role="img" aria-label={label} sx={{ height, "& *:focus": { outline: "none" } }}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart
          data={[...points]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            tickFormatter={(at: number) => formats.tick(at, span)}
            {...axisStyle}
            minTickGap={48}
          />
          <YAxis
            domain={[0, ceiling]}
            {...axisStyle}
            width="auto"
            tickFormatter={(value: number) => formats.number(value)}
            allowDecimals={false}
          />
          <Tooltip
            {...tooltipStyle}
            labelFormatter={(at) => formats.dateTime(Number(at))}
            formatter={(value) => formats.number(Number(value))}
          />
          <Area
            dataKey="total"
            name={totalName}
            type="stepAfter"
            stroke="var(--tone-neutral-solid)"
            strokeDasharray="4 4"
            strokeWidth={1}
            fill="none"
            isAnimationActive={false}
            dot={false}
          />
          <Area
            dataKey="value"
            name={valueName}
            type="monotone"
            stroke={solid(tone)}
            strokeWidth={2}
            fill={solid(tone)}
            fillOpacity={0.13}
            isAnimationActive={false}
            dot={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </Box>
  );
}
