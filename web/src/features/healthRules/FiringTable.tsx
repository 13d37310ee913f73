import {
  Box,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { TestHealthRuleQuery } from "../../gql/graphql.ts";
import { HealthSeverityChip } from "../../healthAlerts/HealthAlertChips.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { unitText } from "../../vitals/vitalTable.ts";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { useCan } from "../../viewer/ViewerContext.ts";

interface FiringTableProps {
  tested: TestHealthRuleQuery["testHealthRule"];
  /** Of the vital sign whose values these are; null where they are something else. */
  code: string | null;
}

const shownMax = 10;

/** The first times it would have fired. */
export function FiringTable({ tested, code }: FiringTableProps) {
  const { t } = useTranslation("healthRules");
  const formats = useFormats();
  const words = useVitalWords();
  const mayOpen = useCan()("patient:read");
  const { firings, firingCount, unit, to } = tested;
  const amount = (value: number) => {
    if (code !== null) return words.value(code, value);
    if (unit === "min") return formats.duration(value * 60_000);
    const sign = unit === null || unit.startsWith("{") ? "" : unitText(unit);
    return [formats.number(value, 1), sign].filter(Boolean).join(" ");
  };
  const lasted = (raisedAt: string, end: string) => formats.duration(Date.parse(end) - Date.parse(raisedAt));
  const shown = firings.slice(0, shownMax);
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={t("test.title")}>
      <Typography variant="caption" color="textSecondary">
        {t("test.first", { shown: shown.length, count: firingCount })}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("test.patient")}</TableCell>
            <TableCell>{t("field.severity")}</TableCell>
            <TableCell>{t("test.raised")}</TableCell>
            <TableCell>{t("test.lasted")}</TableCell>
            <TableCell align="right">{t("test.worst")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map(({ patientId, recordNumber, severity, raisedAt, clearedAt, value }) => (
            <TableRow key={`${patientId} ${raisedAt}`}>
              <TableCell>
                {mayOpen ? (
                  <MuiLink component={Link} to={`/health/patients/${patientId}`}>
                    {recordNumber}
                  </MuiLink>
                ) : (
                  recordNumber
                )}
              </TableCell>
              <TableCell>
                <HealthSeverityChip severity={severity} />
              </TableCell>
              <TableCell>{formats.dateTime(raisedAt)}</TableCell>
              <TableCell>
                {clearedAt === null
                  ? `${lasted(raisedAt, to)} · ${t("test.lasting")}`
                  : lasted(raisedAt, clearedAt)}
              </TableCell>
              <TableCell align="right">{amount(value)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
