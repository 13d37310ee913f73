import { Box } from "@mui/material";
import {
  CartesianGrid,
  Line,
  LineChart as Lines,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisStyle, gridStyle, tooltipStyle } from "../../charts/chartStyle.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import type { UnitChart } from "./metricSeries.ts";

interface LineChartProps {
  chart: UnitChart;
  hidden: ReadonlySet<string>;
  span: { from: number; to: number };
  label: string;
  format: (value: number) => string;
  height: number;
}

const tickCount = 6;

/** Evenly over the whole time, wherever something was measured in it. */
function ticksOf({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: tickCount + 1 }, (_, index) => from + ((to - from) * index) / tickCount);
}

/** Series of one unit over time; what is missing is a gap. */
export function LineChart({ chart, hidden, span, label, format, height }: LineChartProps) {
  const formats = useFormats();
  return (
    <Box role="img" aria-label={label} sx={{ height, "& *:focus": { outline: "none" } }}>
      <ResponsiveContainer width="100%" height="100%">
        <Lines
          data={chart.rows}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[span.from, span.to]}
            allowDataOverflow
            ticks={ticksOf(span)}
            tickFormatter={(at: number) => formats.tick(at, span.to - span.from)}
            {...axisStyle}
            minTickGap={48}
          />
          <YAxis
            domain={[(low: number) => Math.min(low, 0), "auto"]}
            {...axisStyle}
            width={72}
            tickFormatter={format}
          />
          <Tooltip
            {...tooltipStyle}
            labelFormatter={(at) => formats.dateTime(Number(at))}
            formatter={(value) => format(Number(value))}
          />
          {chart.lines
            .filter(({ key }) => !hidden.has(key))
            .map(({ key, name, colour, isEarlier }) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                type="linear"
                stroke={colour}
                strokeWidth={isEarlier ? 1.25 : 1.75}
                {...(isEarlier ? { strokeDasharray: "4 4", strokeOpacity: 0.75 } : {})}
                isAnimationActive={false}
                dot={chart.rows.length <= 2}
              />
            ))}
        </Lines>
      </ResponsiveContainer>
    </Box>
  );
}
