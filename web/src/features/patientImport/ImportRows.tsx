import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import ExistsIcon from "@mui/icons-material/HowToRegOutlined";
import ReadyIcon from "@mui/icons-material/PersonAddAltOutlined";
import RefusedIcon from "@mui/icons-material/ErrorOutlineRounded";
import RegisteredIcon from "@mui/icons-material/CheckCircleOutlineRounded";
import RepeatedIcon from "@mui/icons-material/ContentCopyRounded";
import {
  Box,
  Button,
  Chip,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TablePagination,
  TableRow,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { download, toCsv } from "../../charts/csv.ts";
import type { PatientImportOutcome } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel, type StatusLook } from "../../status/StatusLabel.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { countsOf, type JudgedRow } from "./importRows.ts";
import { useImportText } from "./useImportText.ts";

const looks: Readonly<Record<PatientImportOutcome, StatusLook>> = {
  REGISTERED: { tone: "positive", icon: RegisteredIcon },
  READY: { tone: "positive", icon: ReadyIcon },
  EXISTS: { tone: "neutral", icon: ExistsIcon },
  REPEATED: { tone: "attention", icon: RepeatedIcon },
  REFUSED: { tone: "negative", icon: RefusedIcon },
};
const order: readonly PatientImportOutcome[] = ["REGISTERED", "READY", "REFUSED", "REPEATED", "EXISTS"];
const perPage = 25;

interface ImportRowsProps {
  title: string;
  rows: readonly JudgedRow[];
  columns: readonly string[];
}

/** Each row with what becomes of it; the refused ones can be taken along, mended, and imported again. */
export function ImportRows({ title, rows, columns }: ImportRowsProps) {
  const { t } = useTranslation("patientImport");
  const formats = useFormats();
  const { tellOf } = useImportText();
  const [wanted, setWanted] = useState<PatientImportOutcome | null>(null);
  const [page, setPage] = useState(0);
  const counts = countsOf(rows);
  // What was chosen may be gone: a row that was ready is registered now.
  const chosen = wanted && counts.has(wanted) ? wanted : null;
  const listed = rows.filter(({ outcome }) => outcome !== null && (chosen === null || outcome === chosen));
  const at = Math.min(page, Math.max(0, Math.ceil(listed.length / perPage) - 1));
  const refused = rows.filter(({ outcome }) => outcome === "REFUSED");

  const takeRefused = () =>
    download(
      t("refusedName"),
      toCsv(
        [...columns, t("column.tells")],
        refused.map((row) => [...columns.map((_, index) => row.values[index] ?? ""), tellOf(row)]),
      ),
    );

  return (
    <Panel
      title={title}
      flush
      actions={
        refused.length > 0 && (
          <Button startIcon={<DownloadIcon />} onClick={takeRefused}>
            {t("takeRefused", { count: refused.length, formatted: formats.number(refused.length) })}
          </Button>
        )
      }
    >
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, px: 2, pb: 1.5 }} role="group" aria-label={title}>
        <Chip
          label={`${t("all")} ${formats.number(rows.filter(({ outcome }) => outcome !== null).length)}`}
          variant={chosen === null ? "filled" : "outlined"}
          aria-pressed={chosen === null}
          onClick={() => setWanted(null)}
        />
        {order
          .filter((outcome) => counts.has(outcome))
          .map((outcome) => (
            <Chip
              key={outcome}
              label={`${t(`outcome.${outcome}`)} ${formats.number(counts.get(outcome) ?? 0)}`}
              variant={chosen === outcome ? "filled" : "outlined"}
              aria-pressed={chosen === outcome}
              onClick={() => {
                setWanted(outcome);
                setPage(0);
              }}
            />
          ))}
      </Box>
      <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("list")}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: 72, whiteSpace: "nowrap" }}>{t("column.line")}</TableCell>
              <TableCell>{t("field.name")}</TableCell>
              <TableCell sx={{ width: 140 }}>{t("column.outcome")}</TableCell>
              <TableCell>{t("column.tells")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {listed.slice(at * perPage, (at + 1) * perPage).map((row) => (
              <TableRow key={row.line}>
                <TableCell sx={{ color: "text.secondary" }}>{row.line}</TableCell>
                <TableCell sx={{ whiteSpace: "nowrap" }}>
                  {row.patientId ? (
                    <MuiLink component={Link} to={`/health/patients/${row.patientId}`} target="_blank">
                      {row.name}
                    </MuiLink>
                  ) : (
                    row.name || "–"
                  )}
                </TableCell>
                <TableCell>
                  {row.outcome && (
                    <StatusLabel {...looks[row.outcome]}>{t(`outcome.${row.outcome}`)}</StatusLabel>
                  )}
                </TableCell>
                <TableCell sx={{ minWidth: { xs: 200, sm: 260 } }}>{tellOf(row)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        {listed.length === 0 && (
          <Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
            {t("nothing")}
          </Typography>
        )}
      </Box>
      {listed.length > perPage && (
        <TablePagination
          component="div"
          count={listed.length}
          page={at}
          rowsPerPage={perPage}
          rowsPerPageOptions={[perPage]}
          onPageChange={(_, next) => setPage(next)}
          labelDisplayedRows={({ from, to, count }) =>
            `${formats.number(from)}–${formats.number(to)} / ${formats.number(count)}`
          }
        />
      )}
    </Panel>
  );
}
