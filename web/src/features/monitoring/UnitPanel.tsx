import PictureIcon from "@mui/icons-material/ImageOutlined";
import { Box, IconButton, Tooltip } from "@mui/material";
import { lazy, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { download } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { Legend } from "./Legend.tsx";
import type { UnitChart } from "./metricSeries.ts";
import { pngOf } from "./pngOf.ts";
import { useUnitText } from "./useUnitText.ts";

const LineChart = lazy(async () => ({ default: (await import("./LineChart.tsx")).LineChart }));
const height = 300;

interface UnitPanelProps {
  chart: UnitChart;
  span: { from: number; to: number };
  note: string;
}

/** All chosen series of one unit: as a chart, a table, a picture and a file. */
export function UnitPanel({ chart, span, note }: UnitPanelProps) {
  const { t } = useTranslation("monitoring");
  const formats = useFormats();
  const format = useUnitText(chart.unit);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const place = useRef<HTMLDivElement>(null);
  const title = t(`unit.${chart.unit}`);
  const shown = chart.lines.filter(({ key }) => !hidden.has(key));

  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  const savePicture = async () => {
    const drawing = place.current?.querySelector<SVGSVGElement>("svg.recharts-surface");
    if (drawing) download(`${title}.png`, await pngOf(drawing, { title, legend: shown }));
  };
  return (
    <ChartPanel
      title={title}
      note={note}
      height={height}
      actions={
        <Tooltip title={t("explorer.savePicture")}>
          <IconButton aria-label={t("explorer.savePicture")} onClick={() => void savePicture()}>
            <PictureIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      }
      table={{
        header: [t("explorer.time"), ...shown.map(({ name }) => name)],
        rows: chart.rows.map((row) => [formats.exact(row.at), ...shown.map(({ key }) => row[key] ?? "")]),
      }}
    >
      <Legend lines={chart.lines} hidden={hidden} onToggle={toggle} label={t("explorer.legend")} />
      <Box ref={place}>
        <LineChart
          chart={chart}
          hidden={hidden}
          span={span}
          format={format}
          height={height}
          label={t("explorer.chartLabel", { title, series: shown.map(({ name }) => name).join(", ") })}
        />
      </Box>
    </ChartPanel>
  );
}
