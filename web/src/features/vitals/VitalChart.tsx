import { Box } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { axisStyle, gridStyle, tooltipStyle } from "../../charts/chartStyle.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import type { ChartMark } from "./chartMarks.ts";
import { lineColours } from "./vitalColours.ts";
import { axisOf, momentsOf, rowsOf, type ChartRow, type DrawnSeries } from "./vitalSeries.ts";

interface VitalChartProps {
  drawn: readonly DrawnSeries[];
  span: { from: number; to: number };
  /** Of the first line: what charts show as normal. */
  reference: { low: number | null; high: number | null } | null;
  /** What is usual for this patient, one line for each. */
  usual: readonly { code: string; median: number }[];
  marks: readonly ChartMark[];
  label: string;
  height: number;
  onZoom: (from: number, to: number) => void;
}

/** Fewer than this are shown as points as well: one value alone is no line. */
const dotsMax = 60;
/** A shorter pull is a click with an unsteady hand. */
const zoomMin = 0.01;

/** Vital signs of one unit over time, with what is normal, what is usual, and what caused alerts. Pulling across it zooms in. */
export function VitalChart(props: VitalChartProps) {
  const { drawn, span, reference, usual, marks, label, height, onZoom } = props;
  const { t } = useTranslation("vitals");
  const formats = useFormats();
  const words = useVitalWords();
  const [pull, setPull] = useState<{ from: number; to: number } | null>(null);
  const rows = rowsOf(drawn);
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const code = drawn[0]?.code ?? "";
  const lines = axisOf(code, values, reference);
  const [low = 0, high = 0] = [lines[0], lines.at(-1)];
  const width = span.to - span.from;
  const flagsAt = new Map(
    drawn.flatMap(({ points }) =>
      points.map((point) => [`${point.code} ${point.at}`, point.flags.map((flag) => t(`flag.${flag}`))]),
    ),
  );
  const flagged = drawn.flatMap(({ points }) => points.filter(({ flags }) => flags.some(isDoubtful)));

  const drop = () => {
    if (pull && Math.abs(pull.to - pull.from) > width * zoomMin)
      onZoom(Math.min(pull.from, pull.to), Math.max(pull.from, pull.to));
    setPull(null);
  };
  return (
    <Box
      role="img"
      aria-label={label}
      sx={{ height, cursor: "crosshair", userSelect: "none", "& *:focus": { outline: "none" } }}
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={rows}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          onMouseDown={({ activeLabel }) => {
            if (activeLabel !== undefined) setPull({ from: Number(activeLabel), to: Number(activeLabel) });
          }}
          onMouseMove={({ activeLabel }) => {
            if (pull && activeLabel !== undefined) setPull({ ...pull, to: Number(activeLabel) });
          }}
          onMouseUp={drop}
          onMouseLeave={() => setPull(null)}
        >
          <CartesianGrid {...gridStyle} />
          {reference && (
            <ReferenceArea
              y1={Math.max(reference.low ?? low, low)}
              y2={Math.min(reference.high ?? high, high)}
              fill={solid("positive")}
              fillOpacity={0.09}
              ifOverflow="hidden"
            />
          )}
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
            domain={[low, high]}
            ticks={lines}
            {...axisStyle}
            width={44}
            tickFormatter={(value: number) => words.number(code, value)}
          />
          <Tooltip
            {...tooltipStyle}
            labelFormatter={(at) => formats.dateTime(Number(at))}
            formatter={(value, _, { dataKey, payload }: { dataKey?: unknown; payload?: ChartRow }) => {
              const known = flagsAt.get(`${String(dataKey)} ${payload?.at}`) ?? [];
              return [words.value(String(dataKey), Number(value)), ...known].join(" · ");
            }}
          />
          {usual.map((one) => (
            <ReferenceLine
              key={one.code}
              y={one.median}
              stroke="var(--wg-palette-text-secondary)"
              strokeDasharray="2 4"
              ifOverflow="hidden"
            />
          ))}
          {drawn.map(({ code: key, points }, nth) => (
            <Line
              key={key}
              dataKey={key}
              name={words.name(key)}
              type="linear"
              stroke={lineColours[nth] ?? lineColours[0]}
              strokeWidth={1.75}
              isAnimationActive={false}
              connectNulls={drawn.length > 1}
              dot={points.length <= dotsMax ? { r: 2 } : false}
            />
          ))}
          {flagged.map(({ code: key, at, value }) => (
            <ReferenceDot
              key={`${key} ${at}`}
              x={at}
              y={value}
              r={3.5}
              fill="var(--wg-palette-background-paper)"
              stroke={solid("attention")}
              strokeWidth={2}
              ifOverflow="hidden"
            />
          ))}
          {marks.map(({ id, at, tone }) => (
            <ReferenceLine key={id} x={at} stroke={solid(tone)} strokeWidth={1.5} ifOverflow="hidden" />
          ))}
          {marks.map(({ id, at, value, tone }) =>
            value === null ? null : (
              <ReferenceDot key={id} x={at} y={value} r={4.5} fill={solid(tone)} ifOverflow="hidden" />
            ),
          )}
          {pull && (
            <ReferenceArea
              x1={pull.from}
              x2={pull.to}
              fill="var(--wg-palette-primary-main)"
              fillOpacity={0.12}
            />
          )}
        </LineChart>
      </ResponsiveContainer>
    </Box>
  );
}

/** That a value came late or by a corrected clock says nothing against it; a flat line is seen as it is. */
function isDoubtful(flag: string): boolean {
  return flag !== "LATE" && flag !== "CLOCK_CORRECTED" && flag !== "FLAT_LINE";
}
