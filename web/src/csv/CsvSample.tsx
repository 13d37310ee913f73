import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { CsvTable } from "./readTable.ts";

const shown = 6;
const columnsShown = 12;

/** The first rows, as they were understood. */
export function CsvSample({ table }: { table: CsvTable }) {
  const { t } = useTranslation("csv");
  const columns = table.columns.slice(0, columnsShown);
  return (
    <Box tabIndex={0} role="group" aria-label={t("firstRows")} sx={{ overflowX: "auto" }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell sx={{ whiteSpace: "nowrap" }}>{t("line")}</TableCell>
            {columns.map((name, index) => (
              <TableCell key={index} sx={{ whiteSpace: "nowrap" }}>
                {name}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {table.rows.slice(0, shown).map(({ line, values }) => (
            <TableRow key={line}>
              <TableCell sx={{ color: "text.secondary" }}>{line}</TableCell>
              {columns.map((_, index) => (
                <TableCell
                  key={index}
                  sx={{ maxWidth: 220, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
                >
                  {values[index]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
