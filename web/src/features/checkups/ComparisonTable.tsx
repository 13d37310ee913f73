import DownIcon from "@mui/icons-material/TrendingDownRounded";
import SteadyIcon from "@mui/icons-material/TrendingFlatRounded";
import UpIcon from "@mui/icons-material/TrendingUpRounded";
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
import type { CheckupReportComparisonQuery, CheckupTrend } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { FlagMark } from "./FlagMark.tsx";
import { resultText, unitText } from "./itemText.ts";

type Comparison = CheckupReportComparisonQuery["checkupReportComparison"];

const trendIcons = { UP: UpIcon, DOWN: DownIcon, STEADY: SteadyIcon } as const;
const pinned = {
  position: "sticky",
  left: 0,
  bgcolor: "background.paper",
  zIndex: 1,
  minWidth: 124,
} as const;

/** Items as rows, reports as columns; the items stay in sight while reports are scrolled past. */
export function ComparisonTable({ reports, items }: Comparison) {
  const { t } = useTranslation("checkups");
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("comparison.title")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell sx={pinned}>{t("item.name")}</TableCell>
            {reports.map(({ id, examinedOn, institution }) => (
              <TableCell key={id} align="right" sx={{ whiteSpace: "nowrap" }}>
                <MuiLink component={Link} to={`/health/reports/${id}`}>
                  {examinedOn}
                </MuiLink>
                <Typography
                  variant="caption"
                  component="div"
                  color="textSecondary"
                  noWrap
                  sx={{ maxWidth: 160, ml: "auto" }}
                >
                  {institution}
                </Typography>
              </TableCell>
            ))}
            <TableCell>{t("comparison.trend")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map((item) => (
            <TableRow key={item.key}>
              <TableCell component="th" scope="row" sx={pinned}>
                {item.name}
                <Typography variant="caption" component="div" color="textSecondary">
                  {[t(`category.${item.category}`), unitText(item.unit)].filter(Boolean).join(" · ")}
                </Typography>
              </TableCell>
              {reports.map(({ id }) => (
                <Value key={id} value={item.values.find(({ reportId }) => reportId === id)} />
              ))}
              <TableCell>{item.trend && <TrendMark trend={item.trend} />}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Value({ value }: { value: Comparison["items"][number]["values"][number] | undefined }) {
  const { t } = useTranslation("checkups");
  const formats = useFormats();
  if (!value)
    return (
      <TableCell align="right" sx={{ color: "text.secondary" }}>
        –
      </TableCell>
    );
  const { change, flag } = value;
  const isAbnormal = flag != null && flag !== "N";
  return (
    <TableCell align="right" sx={{ fontVariantNumeric: "tabular-nums", verticalAlign: "top" }}>
      <Box sx={{ display: "flex", gap: 0.75, justifyContent: "flex-end", alignItems: "center" }}>
        {isAbnormal && <FlagMark flag={flag} />}
        <Box component="span" sx={{ fontWeight: isAbnormal ? 700 : 400 }}>
          {resultText(value, formats)}
        </Box>
      </Box>
      {change != null && change !== 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          <span aria-hidden="true">{signed(formats.number(change, 4), change)}</span>
          <span className="visually-hidden">
            {t("comparison.change", { change: signed(formats.number(change, 4), change) })}
          </span>
        </Typography>
      )}
    </TableCell>
  );
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

function TrendMark({ trend }: { trend: CheckupTrend }) {
  const { t } = useTranslation("checkups");
  const Icon = trendIcons[trend];
  return (
    <Box
      component="span"
      sx={{ display: "inline-flex", gap: 0.5, alignItems: "center", whiteSpace: "nowrap" }}
    >
      <Icon fontSize="small" aria-hidden="true" />
      {t(`comparison.${trend}`)}
    </Box>
  );
}
