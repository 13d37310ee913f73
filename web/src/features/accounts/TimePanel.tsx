import { Box, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { accountStatusColour } from "../../status/accountStatus.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useNow } from "../../ui/useNow.ts";
import type { Days } from "./AccountOverviewTab.tsx";
import type { AccountData } from "./accountQuery.ts";
import { StateStrip } from "./StateStrip.tsx";
import { toSegments } from "./timeline.series.ts";

interface TimePanelProps {
  account: AccountData;
  since: string;
  days: Days;
  onDays: (days: Days) => void;
}

/** Where the time went: the strip of states, the time in each, and what that says in figures. */
export function TimePanel({ account, since, days, onDays }: TimePanelProps) {
  const { t } = useTranslation(["accounts", "status"]);
  const formats = useFormats();
  const now = useNow("halfMinute");
  const { history, statistics } = account;
  const range = useMemo(() => ({ from: Date.parse(since), to: now }), [since, now]);
  const segments = useMemo(
    () => toSegments(history.nodes, range, !history.pageInfo.hasNextPage),
    [history, range],
  );
  const inStates = statistics.timeInState
    .filter(({ ms }) => ms > 0)
    .toSorted((one, other) => other.ms - one.ms);
  return (
    <Panel
      title={t("time.title")}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={days}
          aria-label={t("time.range")}
          onChange={(_, next: Days | null) => {
            if (next) onDays(next);
          }}
        >
          {(["1", "7", "30"] as const).map((choice) => (
            <ToggleButton key={choice} value={choice} sx={{ px: 1.25, py: 0, textTransform: "none" }}>
              {t(`time.days.${choice}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <Box sx={{ display: "grid", gap: 2.5 }}>
        <StateStrip segments={segments} range={range} />
        <Box sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0,1fr)", md: "7fr 5fr" } }}>
          <Box
            component="ul"
            aria-label={t("time.inStates")}
            sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 0.75, alignContent: "start" }}
          >
            {inStates.map(({ status, ms, share }) => (
              <Box
                component="li"
                key={status}
                sx={{
                  display: "grid",
                  gridTemplateColumns: "130px minmax(0,1fr) 150px",
                  gap: 1.5,
                  alignItems: "center",
                }}
              >
                <Typography variant="body2" noWrap>
                  {t(`status:account.${status}`)}
                </Typography>
                <Box sx={{ height: 12, bgcolor: "action.hover", borderRadius: 0.75, overflow: "hidden" }}>
                  <div
                    style={{
                      height: "100%",
                      minWidth: 2,
                      width: `${share * 100}%`,
                      backgroundColor: accountStatusColour(status),
                    }}
                  />
                </Box>
                <Typography variant="body2" color="textSecondary" noWrap>
                  {formats.percent(share)} · {formats.duration(ms)}
                </Typography>
              </Box>
            ))}
          </Box>
          <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2, alignContent: "start" }}>
            <Figure label={t("time.onlineRatio")} value={formats.percent(statistics.onlineRatio)} />
            <Figure label={t("time.transitions")} value={formats.number(statistics.transitions)} />
            <Figure label={t("time.recoveries")} value={formats.number(statistics.recoveries)} />
            <Figure
              label={t("time.meanRecovery")}
              value={
                statistics.meanTimeToRecoverMs === null
                  ? "–"
                  : formats.duration(statistics.meanTimeToRecoverMs)
              }
            />
          </Box>
        </Box>
      </Box>
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: ReactNode }) {
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <Typography sx={{ fontSize: "1.25rem", fontWeight: 600, lineHeight: 1.3 }}>{value}</Typography>
    </Box>
  );
}
