import CollapseIcon from "@mui/icons-material/KeyboardDoubleArrowLeftRounded";
import ExpandIcon from "@mui/icons-material/KeyboardDoubleArrowRightRounded";
import { Box, ButtonBase, IconButton, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { prefer, usePreferences } from "../preferences/preferences.ts";
import { BrandMark } from "../ui/BrandMark.tsx";
import { useCan } from "../viewer/ViewerContext.ts";
import { AlertBadge, HealthAlertBadge } from "./AlertBadge.tsx";
import { type Destination, domains, reachable } from "./navigation.ts";
import { UnreadBadge } from "./UnreadBadge.tsx";

/** The rail: pages by domain. Folded, it keeps the icons and says their names on hover. */
export function Rail(props: { expanded?: boolean; onNavigate?: () => void }) {
  const { t } = useTranslation("shell");
  const { railOpen } = usePreferences();
  const can = useCan();
  const open = props.expanded ?? railOpen;
  return (
    <Box
      component="nav"
      aria-label={t("navigation")}
      sx={{
        width: open ? 216 : 56,
        flexShrink: 0,
        display: "flex",
        flexDirection: "column",
        borderRight: 1,
        borderColor: "divider",
        bgcolor: "background.paper",
        overflow: "hidden auto",
        height: "100%",
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, height: 52, px: 1.75, flexShrink: 0 }}>
        <BrandMark size={26} />
        {open && (
          <Typography sx={{ fontWeight: 650, fontSize: "1rem", letterSpacing: "-0.01em" }}>
            Wegraph
          </Typography>
        )}
      </Box>
      <Box sx={{ flex: 1, px: 1, pb: 1 }}>
        {reachable(can).map(({ key, pages }) => (
          <Box key={key} sx={{ mt: key === "home" ? 0.5 : 1.5 }}>
            {key !== "home" && (
              <Typography
                variant="caption"
                component="div"
                color="textSecondary"
                sx={{ px: 1, mb: 0.25, height: 18, fontWeight: 560, overflow: "hidden" }}
              >
                {open ? t(`domain.${key}`) : <Box sx={{ borderTop: 1, borderColor: "divider", mt: 1 }} />}
              </Typography>
            )}
            {pages.map((page) => (
              <RailLink key={page.key} page={page} open={open} onNavigate={props.onNavigate} />
            ))}
          </Box>
        ))}
      </Box>
      {props.expanded === undefined && (
        <Box sx={{ p: 1, display: "flex", justifyContent: open ? "flex-end" : "center" }}>
          <Tooltip title={open ? t("collapseRail") : t("expandRail")} placement="right">
            <IconButton
              aria-label={open ? t("collapseRail") : t("expandRail")}
              aria-expanded={open}
              onClick={() => prefer({ railOpen: !open })}
            >
              {open ? <CollapseIcon fontSize="small" /> : <ExpandIcon fontSize="small" />}
            </IconButton>
          </Tooltip>
        </Box>
      )}
    </Box>
  );
}

function RailLink(props: { page: Destination; open: boolean; onNavigate: (() => void) | undefined }) {
  const { key, path, icon: Icon } = props.page;
  const { t } = useTranslation("shell");
  const name = t(`page.${key}`);
  return (
    <Tooltip title={props.open ? "" : name} placement="right">
      <ButtonBase
        component={NavLink}
        to={path}
        end={isAbove(path)}
        {...(props.open ? {} : { "aria-label": name })}
        onClick={() => props.onNavigate?.()}
        sx={{
          display: "flex",
          position: "relative",
          justifyContent: "flex-start",
          gap: 1.25,
          width: "100%",
          height: 36,
          px: 1.25,
          my: 0.25,
          borderRadius: 1,
          fontSize: "0.875rem",
          color: "text.secondary",
          "&:hover": { bgcolor: "action.hover", color: "text.primary" },
          "&.active": { bgcolor: "action.selected", color: "primary.main", fontWeight: 560 },
        }}
      >
        <Icon sx={{ fontSize: 20 }} />
        {props.open && (
          <Box
            component="span"
            sx={{ flex: 1, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
          >
            {name}
          </Box>
        )}
        {key === "alerts" && <AlertBadge withCount={props.open} />}
        {key === "healthAlerts" && <HealthAlertBadge withCount={props.open} />}
        {key === "conversations" && <UnreadBadge dot={!props.open} />}
      </ButtonBase>
    </Tooltip>
  );
}

/** A page that others lie below is not where its visitors are when they are on one of those. */
function isAbove(path: string): boolean {
  return path === "/" || domains.some(({ pages }) => pages.some((page) => page.path.startsWith(`${path}/`)));
}
