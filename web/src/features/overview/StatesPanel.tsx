import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { Ring } from "../../charts/Ring.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { accountStatusColour, accountStatusLook, accountStatuses } from "../../status/accountStatus.ts";
import { ink } from "../../theme/tones.ts";
import { type Counts, countOf } from "./liveSummary.ts";

/** How many accounts are in which state, now. The legend is the way to each of the lists. */
export function StatesPanel({ counts }: { counts: Counts }) {
  const { t } = useTranslation(["overview", "status", "common"]);
  const formats = useFormats();
  const rows = accountStatuses.map((status) => ({
    status,
    name: t(`status:account.${status}`),
    count: countOf(counts, status),
  }));
  return (
    <ChartPanel
      title={t("states.title")}
      note={t("common:asOf", { time: formats.time(counts.asOf) })}
      table={{
        header: [t("states.state"), t("states.count")],
        rows: rows.map(({ name, count }) => [name, count]),
      }}
      height={236}
    >
      <Box
        sx={{
          display: "flex",
          flexDirection: { xs: "column", sm: "row" },
          alignItems: "center",
          gap: 3,
          minHeight: 236,
        }}
      >
        <Ring
          label={rows.map(({ name, count }) => `${name} ${count}`).join(", ")}
          parts={rows.map(({ status, count }) => ({
            key: status,
            value: count,
            colour: accountStatusColour(status),
          }))}
          figure={formats.number(counts.total)}
          caption={t("states.total")}
        />
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", flex: 1, width: "100%", minWidth: 0 }}>
          {rows.map(({ status, name, count }) => {
            const { icon: Icon, tone } = accountStatusLook[status];
            return (
              <Box component="li" key={status}>
                <Box
                  component={Link}
                  to={`/accounts?statuses=${status}`}
                  sx={{
                    display: "flex",
                    alignItems: "center",
                    gap: 1,
                    height: 26,
                    px: 0.75,
                    borderRadius: 1,
                    color: count === 0 ? "text.secondary" : "text.primary",
                    textDecoration: "none",
                    "&:hover": { bgcolor: "action.hover" },
                  }}
                >
                  <Box
                    sx={{ width: 10, height: 10, borderRadius: "3px", bgcolor: accountStatusColour(status) }}
                  />
                  <Icon sx={{ fontSize: 15, color: ink(tone) }} aria-hidden="true" />
                  <Typography variant="body2" noWrap sx={{ flex: 1 }}>
                    {name}
                  </Typography>
                  <Typography variant="body2" sx={{ fontWeight: 560 }}>
                    {formats.number(count)}
                  </Typography>
                  <Typography variant="caption" color="textSecondary" sx={{ width: 46, textAlign: "right" }}>
                    {formats.percent(counts.total === 0 ? 0 : count / counts.total)}
                  </Typography>
                </Box>
              </Box>
            );
          })}
        </Box>
      </Box>
    </ChartPanel>
  );
}
