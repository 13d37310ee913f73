import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { Panel } from "../../ui/Panel.tsx";
import { download, toCsv } from "../../charts/csv.ts";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useLatencyText } from "./latencyText.ts";
import type { Sums } from "./statsQuery.ts";

export interface BreakdownRow extends Sums {
  key: string;
  name: string;
  /** The name as it is shown, where that is more than text. */
  shown?: ReactNode;
}

interface BreakdownPanelProps {
  title: string;
  by: string;
  rows: readonly BreakdownRow[];
}

/** The same figures by account or by type. */
export function BreakdownPanel({ title, by, rows }: BreakdownPanelProps) {
  const { t } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const latency = useLatencyText();
  const header = useMemo(
    () => [by, t("stats.sent"), t("stats.failed"), t("stats.successRate"), t("stats.p50"), t("stats.p95")],
    [by, t],
  );
  return (
    <Panel
      title={title}
      flush
      actions={
        <Tooltip title={t("common:exportCsv")}>
          <IconButton
            aria-label={t("common:exportCsv")}
            onClick={() =>
              download(
                `${title}.csv`,
                toCsv(
                  header,
                  rows.map((row) => [row.name, row.sent, row.failed, row.successRate, row.p50Ms, row.p95Ms]),
                ),
              )
            }
          >
            <DownloadIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      }
    >
      {rows.length === 0 ? (
        <Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
          {t("stats.nothing")}
        </Typography>
      ) : (
        <Box tabIndex={0} role="group" aria-label={title} sx={{ maxHeight: 320, overflow: "auto" }}>
          <Table size="small" stickyHeader>
            <TableHead>
              <TableRow>
                {header.map((name, index) => (
                  <TableCell key={name} align={index === 0 ? "left" : "right"} sx={{ whiteSpace: "nowrap" }}>
                    {name}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <TableRow key={row.key} hover>
                  <TableCell>{row.shown ?? row.name}</TableCell>
                  <TableCell align="right">{formats.number(row.sent)}</TableCell>
                  <TableCell align="right">{formats.number(row.failed)}</TableCell>
                  <TableCell align="right">
                    {row.successRate === null ? "–" : formats.percent(row.successRate)}
                  </TableCell>
                  <TableCell align="right">{latency(row.p50Ms)}</TableCell>
                  <TableCell align="right">{latency(row.p95Ms)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Panel>
  );
}
