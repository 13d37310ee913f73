import { Box } from "@mui/material";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axisStyle, gridStyle, tooltipStyle } from "../../charts/chartStyle.ts";
import { solid } from "../../theme/tones.ts";

interface BinChartProps {
  bins: readonly { name: string; count: number }[];
  label: string;
  valueName: string;
  height: number;
}

/** How many lie in each range. */
export function BinChart({ bins, label, valueName, height }: BinChartProps) {
  return (
    <Box role="img" aria-label={label} sx={{ height, "& *:focus": { outline: "none" } }}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bins]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          barCategoryGap={2}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridStyle} />
          <XAxis dataKey="name" {...axisStyle} minTickGap={12} />
          <YAxis {...axisStyle} width="auto" allowDecimals={false} />
          <Tooltip {...tooltipStyle} cursor={{ fill: "var(--wg-palette-action-hover)" }} />
          <Bar dataKey="count" name={valueName} fill={solid("progress")} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </Box>
  );
}
