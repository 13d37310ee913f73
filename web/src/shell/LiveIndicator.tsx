import LiveIcon from "@mui/icons-material/SensorsRounded";
import OfflineIcon from "@mui/icons-material/SignalWifiOffRounded";
import ReconnectingIcon from "@mui/icons-material/SyncRounded";
import StaleIcon from "@mui/icons-material/UpdateDisabledRounded";
import { Box, Tooltip, useMediaQuery } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { useLiveState } from "../live/LiveContext.tsx";
import type { LiveState } from "../live/liveState.ts";
import { StatusLabel, type StatusLook } from "../status/StatusLabel.tsx";

const look: Readonly<Record<LiveState, StatusLook>> = {
  live: { tone: "positive", icon: LiveIcon },
  reconnecting: { tone: "progress", icon: ReconnectingIcon },
  stale: { tone: "attention", icon: StaleIcon },
  offline: { tone: "negative", icon: OfflineIcon },
};

/** Whether what is on the screen is what is. A page that is out of date must say so. */
export function LiveIndicator() {
  const { t } = useTranslation("shell");
  const formats = useFormats();
  const { state, lastHeardAt } = useLiveState();
  const tight = useMediaQuery((theme) => theme.breakpoints.down("sm"));
  const time = lastHeardAt === null ? null : formats.time(lastHeardAt);

  const text =
    state !== "stale" ? t(`live.${state}`) : time ? t("live.stale", { time }) : t("live.staleNever");
  return (
    <Tooltip
      title={
        <>
          {t(`live.explain.${state}`)}
          {time && state !== "live" && <div>{t("live.lastHeard", { time })}</div>}
        </>
      }
    >
      <Box
        role="status"
        aria-label={text}
        data-live={state}
        tabIndex={0}
        sx={{ borderRadius: 1, flexShrink: 0 }}
      >
        <StatusLabel {...look[state]}>{tight && state === "live" ? "" : text}</StatusLabel>
      </Box>
    </Tooltip>
  );
}
