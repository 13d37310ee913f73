import { useQuery } from "@apollo/client/react";
import ExitIcon from "@mui/icons-material/CloseFullscreenRounded";
import PauseIcon from "@mui/icons-material/PauseRounded";
import PlayIcon from "@mui/icons-material/PlayArrowRounded";
import { Box, IconButton, Tooltip, Typography } from "@mui/material";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAlertNews } from "../../alerting/useAlertNews.ts";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink } from "../../theme/tones.ts";
import { Page } from "../../ui/Page.tsx";
import { useNow } from "../../ui/useNow.ts";
import { WallFigures, WallLatest, WallNames } from "./WallPages.tsx";

const wallQuery = graphql(`
  query SystemAlertWall {
    systemAlertSummary {
      ...SystemAlertFigures_summary
    }
    systemAlerts(first: 12, filter: { states: [FIRING, ACKNOWLEDGED] }) {
      nodes {
        ...SystemAlertRow_alert
      }
    }
  }
`);

const pages = ["now", "names", "latest"] as const;
const turnMs = 15_000;
const askMs = 5_000;
/** Two answers that did not come: what is shown is not called current any more. */
const staleAfterMs = 12_000;

/** For a screen on a wall: big figures, pages that turn, a clock, and never old figures that look fresh. */
export function WallPage() {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  const navigate = useNavigate();
  const now = useNow("second");
  const [page, setPage] = useState(0);
  const [isHeld, setHeld] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const { data, refetch } = useQuery(wallQuery, { fetchPolicy: "network-only", pollInterval: askMs });
  useAlertNews(() => void refetch().catch(() => undefined));

  useEffect(() => {
    if (isHeld) return;
    const timer = setInterval(() => setPage((before) => (before + 1) % pages.length), turnMs);
    return () => clearInterval(timer);
  }, [isHeld]);
  useEffect(() => {
    // Refused where the page was not opened by a person's own act; the wall fills the window all the same.
    void frame.current?.requestFullscreen?.().catch(() => undefined);
    return () => {
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);

  const summary = data?.systemAlertSummary;
  const asOf = summary ? Date.parse(summary.asOf) : null;
  const isStale = asOf !== null && now - asOf > staleAfterMs;
  const shown = pages[page] ?? "now";
  return (
    <Page title={t("wall.title")} heading={null}>
      {createPortal(
        <Box
          ref={frame}
          component="section"
          aria-label={t("wall.title")}
          sx={{
            position: "fixed",
            inset: 0,
            zIndex: "modal",
            overflow: "auto",
            bgcolor: "background.default",
            color: "text.primary",
            display: "grid",
            gridTemplateRows: "auto 1fr auto",
            p: { xs: 2, md: 4 },
            gap: 3,
          }}
        >
          <Box sx={{ display: "flex", alignItems: "center", gap: 2, flexWrap: "wrap" }}>
            <Typography component="h2" sx={{ fontSize: { xs: "1.25rem", md: "1.75rem" }, fontWeight: 600 }}>
              {t("wall.title")} · {t(`wall.pages.${shown}`)}
            </Typography>
            <Box sx={{ flex: 1 }} />
            <Typography
              role="status"
              sx={{ fontWeight: 560, color: isStale ? ink("negative") : "text.secondary" }}
            >
              {asOf !== null &&
                (isStale
                  ? t("wall.staleSince", { time: formats.exact(new Date(asOf).toISOString()) })
                  : t("wall.asOf", { time: formats.time(asOf) }))}
            </Typography>
            <Typography
              component="time"
              sx={{ fontSize: { xs: "1.25rem", md: "1.75rem" }, fontVariantNumeric: "tabular-nums" }}
            >
              {formats.time(now)}
            </Typography>
            <Tooltip title={t(isHeld ? "wall.resume" : "wall.pause")}>
              <IconButton
                aria-label={t(isHeld ? "wall.resume" : "wall.pause")}
                onClick={() => setHeld(!isHeld)}
              >
                {isHeld ? <PlayIcon /> : <PauseIcon />}
              </IconButton>
            </Tooltip>
            <Tooltip title={t("wall.exit")}>
              <IconButton aria-label={t("wall.exit")} onClick={() => void navigate("/monitoring/alerts")}>
                <ExitIcon />
              </IconButton>
            </Tooltip>
          </Box>
          <Box sx={{ opacity: isStale ? 0.45 : 1, minWidth: 0 }}>
            {data && shown === "now" && <WallFigures counts={data.systemAlertSummary.counts} />}
            {data && shown === "names" && <WallNames names={data.systemAlertSummary.names} />}
            {data && shown === "latest" && <WallLatest alerts={data.systemAlerts.nodes} />}
          </Box>
          <Box sx={{ display: "flex", justifyContent: "center", gap: 1 }}>
            {pages.map((each, index) => (
              <Box
                key={each}
                component="button"
                type="button"
                aria-label={t(`wall.pages.${each}`)}
                aria-current={index === page}
                onClick={() => setPage(index)}
                sx={{
                  width: 32,
                  height: 24,
                  p: 0,
                  border: 0,
                  cursor: "pointer",
                  bgcolor: "transparent",
                  "&::after": {
                    content: '""',
                    display: "block",
                    height: 6,
                    borderRadius: 3,
                    bgcolor: index === page ? "primary.main" : "divider",
                  },
                }}
              />
            ))}
          </Box>
        </Box>,
        document.body,
      )}
    </Page>
  );
}
