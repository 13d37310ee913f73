import { useQuery } from "@apollo/client/react";
import { Box, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import type { Theme } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { useNow } from "../../ui/useNow.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { componentLook } from "./componentLook.ts";
import { type ComponentUptime, type Incident, uptimeQuery } from "./systemQuery.ts";
import { useHealthChanges } from "./useHealthChanges.ts";
import { usePartNames } from "./usePartNames.ts";

/** Shares of days move slowly; what falls ill is told. */
const askAgainMs = 60_000;
const windows = [1, 7, 30, 90];

/** How reliable each process was, and what it needs. */
export function UptimePage() {
  const { t } = useTranslation("monitoring");
  const { data, error, refetch } = useQuery(uptimeQuery, {
    fetchPolicy: "no-cache",
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  useHealthChanges(() => void refetch());
  const serious = seriousError(error);
  return (
    <Page title={t("uptime.title")} context={t("uptime.context")}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
        {!data && serious === undefined && <Skeleton variant="rounded" height={420} />}
        {data && (
          <>
            <Panel title={t("uptime.components")} flush>
              <Components components={data.uptime} />
            </Panel>
            <Panel title={t("uptime.incidents")} note={t("uptime.incidentsNote")} flush>
              <Incidents incidents={data.healthIncidents} />
            </Panel>
          </>
        )}
      </Box>
    </Page>
  );
}

/** On a phone a row stands in two lines: what it is and how it is doing, and below them so many figures. */
function stacked(figures: number) {
  return (theme: Theme) => ({
    [theme.breakpoints.down("sm")]: {
      "& thead": { display: "none" },
      "& tbody tr": {
        display: "grid",
        gridTemplateColumns: `repeat(${figures}, minmax(0, 1fr))`,
        paddingBlock: "6px",
        borderBottom: `1px solid ${theme.vars?.palette.divider ?? theme.palette.divider}`,
      },
      "& tbody td": { border: 0, paddingBlock: "2px", textAlign: "left" },
      "& tbody td.name": { gridRow: 1, gridColumn: `1 / ${figures}` },
      "& tbody td.aside": { gridRow: 1, gridColumn: figures, textAlign: "right" },
    },
  });
}

function Components({ components }: { components: readonly ComponentUptime[] }) {
  const { t } = useTranslation("monitoring");
  const formats = useFormats();
  const { partName, processName } = usePartNames();
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("uptime.components")}>
      <Table size="small" sx={stacked(windows.length)}>
        <TableHead>
          <TableRow>
            <TableCell>{t("uptime.component")}</TableCell>
            <TableCell>{t("uptime.state")}</TableCell>
            {windows.map((days) => (
              <TableCell key={days} align="right">
                {t("uptime.days", { count: days })}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {components.map(({ componentId, service, instance, part, status, uptime }) => (
            <TableRow key={componentId}>
              <TableCell
                className="name"
                sx={{ pl: { xs: 2, sm: part === "" ? 2 : 4 }, fontWeight: part === "" ? 600 : 400 }}
              >
                {part === "" ? processName(service, instance) : partName(part)}
              </TableCell>
              <TableCell className="aside">
                <StatusLabel {...componentLook[status]}>{t(`status.${status}`)}</StatusLabel>
              </TableCell>
              {windows.map((days) => {
                const found = uptime.find((one) => one.days === days);
                return (
                  <TableCell
                    key={days}
                    align="right"
                    sx={{ fontVariantNumeric: "tabular-nums" }}
                    title={
                      found && t("uptime.watched", { time: formats.duration(found.watchedSeconds * 1_000) })
                    }
                  >
                    <Typography
                      variant="caption"
                      color="textSecondary"
                      component="div"
                      sx={{ display: { sm: "none" } }}
                    >
                      {t("uptime.days", { count: days })}
                    </Typography>
                    {found ? formats.percent(found.ratio, 3) : "–"}
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Incidents({ incidents }: { incidents: readonly Incident[] }) {
  const { t } = useTranslation("monitoring");
  const formats = useFormats();
  const now = useNow();
  const { partName, processName } = usePartNames();
  if (incidents.length === 0)
    return (
      <Typography variant="body2" color="textSecondary" sx={{ px: 2, pb: 2 }}>
        {t("uptime.noIncidents")}
      </Typography>
    );
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("uptime.incidents")}>
      <Table size="small" sx={stacked(2)}>
        <TableHead>
          <TableRow>
            <TableCell>{t("uptime.component")}</TableCell>
            <TableCell>{t("uptime.began")}</TableCell>
            <TableCell>{t("uptime.ended")}</TableCell>
            <TableCell align="right">{t("uptime.lasted")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {incidents.map(({ componentId, service, instance, part, startedAt, endedAt }) => (
            <TableRow key={`${componentId} ${startedAt}`}>
              <TableCell className="name">
                {part === ""
                  ? processName(service, instance)
                  : `${partName(part)} · ${processName(service, instance)}`}
              </TableCell>
              <TableCell>
                <Time at={startedAt} />
              </TableCell>
              <TableCell>{endedAt ? <Time at={endedAt} /> : t("uptime.lasts")}</TableCell>
              <TableCell align="right" className="aside">
                {formats.duration((endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
