import ChartIcon from "@mui/icons-material/InsertChartOutlined";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import TableIcon from "@mui/icons-material/TableRowsOutlined";
import {
  Box,
  IconButton,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
} from "@mui/material";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../ui/Panel.tsx";
import { download, toCsv } from "./csv.ts";

export interface ChartTable {
  header: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

interface ChartPanelProps {
  title: string;
  note?: ReactNode;
  /** The same figures as a table: for those who cannot see the picture, and for a spreadsheet. */
  table: ChartTable;
  height: number;
  /** Beside those that every chart has. */
  actions?: ReactNode;
  children: ReactNode;
}

export function ChartPanel({ title, note, table, height, actions, children }: ChartPanelProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <>
          {actions}
          <Tooltip title={asTable ? t("asChart") : t("asTable")}>
            <IconButton
              aria-label={asTable ? t("asChart") : t("asTable")}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartIcon fontSize="small" /> : <TableIcon fontSize="small" />}
            </IconButton>
          </Tooltip>
          <Tooltip title={t("exportCsv")}>
            <IconButton
              aria-label={t("exportCsv")}
              onClick={() => download(`${title}.csv`, toCsv(table.header, table.rows))}
            >
              <DownloadIcon fontSize="small" />
            </IconButton>
          </Tooltip>
        </>
      }
    >
      <Suspense fallback={<Skeleton variant="rounded" height={height} />}>
        {asTable ? (
          <Box tabIndex={0} role="group" aria-label={title} sx={{ height, overflow: "auto" }}>
            <Table size="small" stickyHeader>
              <TableHead>
                <TableRow>
                  {table.header.map((name) => (
                    <TableCell key={name}>{name}</TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {table.rows.map((cells) => (
                  <TableRow key={String(cells[0])}>
                    {cells.map((cell, index) => (
                      <TableCell key={table.header[index]}>{cell}</TableCell>
                    ))}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Box>
        ) : (
          <Box sx={{ minHeight: height }}>{children}</Box>
        )}
      </Suspense>
    </Panel>
  );
}
