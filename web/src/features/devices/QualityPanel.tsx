import {
  Box,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useTranslation } from "react-i18next";
import { ink } from "../../theme/tones.ts";
import { Panel } from "../../ui/Panel.tsx";
import type { QualityDay } from "./qualityQueries.ts";

const good = 90;
const fair = 70;
const parts = ["completeness", "timeliness", "plausibility", "consistency"] as const;
const facts = ["late", "implausible", "spikes", "flatLines", "clockCorrected", "drifting"] as const;
const words = {
  late: "late",
  implausible: "implausible",
  spikes: "spikes",
  flatLines: "flatLines",
  clockCorrected: "corrected",
  drifting: "drift",
} as const;

/** How good data are, day by day, and what kept them from being better. */
export function QualityPanel({ days }: { days: readonly QualityDay[] | undefined }) {
  const { t } = useTranslation("devices");
  return (
    <Panel title={t("quality.title")} note={t("quality.note")} flush>
      {!days && <Skeleton variant="rectangular" height={120} aria-busy="true" />}
      {days?.length === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 1.5 }}>
          {t("quality.empty")}
        </Typography>
      )}
      {days && days.length > 0 && (
        <>
          <TableContainer tabIndex={0} role="region" aria-label={t("quality.title")} sx={{ maxHeight: 360 }}>
            <Table size="small" stickyHeader>
              <TableHead>
                <TableRow>
                  <TableCell />
                  <TableCell align="right">{t("quality.total")}</TableCell>
                  {parts.map((part) => (
                    <TableCell key={part} align="right">
                      {t(`quality.${part}`)}
                    </TableCell>
                  ))}
                  <TableCell align="right">{t("quality.received")}</TableCell>
                  <TableCell />
                </TableRow>
              </TableHead>
              <TableBody>
                {days.map((day) => (
                  <Day key={day.day} day={day} />
                ))}
              </TableBody>
            </Table>
          </TableContainer>
          <Typography variant="caption" color="textSecondary" sx={{ px: 2, py: 1 }}>
            {t("quality.hint")}
          </Typography>
        </>
      )}
    </Panel>
  );
}

function Day({ day }: { day: QualityDay }) {
  const { t } = useTranslation("devices");
  const troubles = facts.flatMap((fact) =>
    day[fact] > 0 ? [`${t(`quality.${words[fact]}`)} ${day[fact]}`] : [],
  );
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ whiteSpace: "nowrap" }}>
        {day.day}
      </TableCell>
      <Score value={day.total} isTotal />
      {parts.map((part) => (
        <Score key={part} value={day[part]} />
      ))}
      <TableCell align="right" sx={{ whiteSpace: "nowrap" }}>
        {day.expected == null
          ? day.sets
          : t("quality.receivedOf", { received: day.sets, expected: day.expected })}
      </TableCell>
      <TableCell>
        <Box component="span" sx={{ color: "text.secondary" }}>
          {troubles.join(" · ")}
        </Box>
      </TableCell>
    </TableRow>
  );
}

function Score({ value, isTotal = false }: { value: number | null | undefined; isTotal?: boolean }) {
  if (value == null) return <TableCell align="right">–</TableCell>;
  const tone = value >= good ? "positive" : value >= fair ? "attention" : "negative";
  return (
    <TableCell align="right" sx={{ color: ink(tone), fontWeight: isTotal ? 640 : 400 }}>
      {value}
    </TableCell>
  );
}
