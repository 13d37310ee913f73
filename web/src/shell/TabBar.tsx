import CloseIcon from "@mui/icons-material/CloseRounded";
import CloseOthersIcon from "@mui/icons-material/ClearAllRounded";
import { Box, ButtonBase, IconButton, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePreferences } from "../preferences/preferences.ts";
import type { OpenTabs } from "./useOpenTabs.ts";

/** The open pages in a row. Links and not ARIA tabs: each is an address of its own. */
export function TabBar({ tabs: { tabs, current, close, closeOthers } }: { tabs: OpenTabs }) {
  const { t } = useTranslation("shell");
  const { showTabs } = usePreferences();
  if (!showTabs || tabs.length < 2) return null;
  return (
    <Box
      component="nav"
      aria-label={t("openPages")}
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 0.5,
        px: 2,
        height: 36,
        flexShrink: 0,
        bgcolor: "background.paper",
        borderBottom: 1,
        borderColor: "divider",
      }}
    >
      <Box sx={{ display: "flex", gap: 0.5, flex: 1, overflowX: "auto", scrollbarWidth: "none", py: 0.5 }}>
        {tabs.map(({ pathname, address, title }) => {
          const here = pathname === current;
          return (
            <Box
              key={pathname}
              sx={{
                display: "flex",
                alignItems: "center",
                height: 26,
                flexShrink: 0,
                borderRadius: 1,
                bgcolor: here ? "action.selected" : "transparent",
                "&:hover": { bgcolor: here ? "action.selected" : "action.hover" },
              }}
            >
              <ButtonBase
                component={Link}
                to={address}
                {...(here ? { "aria-current": "page" as const } : {})}
                sx={{
                  pl: 1,
                  pr: 0.5,
                  height: 26,
                  fontSize: "0.8125rem",
                  maxWidth: 180,
                  color: here ? "primary.main" : "text.secondary",
                  borderRadius: 1,
                }}
              >
                <Box
                  component="span"
                  sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
                >
                  {title || "…"}
                </Box>
              </ButtonBase>
              <IconButton
                aria-label={t("closeTab", { title })}
                onClick={() => close(pathname)}
                sx={{ width: 24, height: 24, p: 0, color: "text.secondary" }}
              >
                <CloseIcon sx={{ fontSize: 13 }} />
              </IconButton>
            </Box>
          );
        })}
      </Box>
      <Tooltip title={t("closeOtherTabs")}>
        <IconButton aria-label={t("closeOtherTabs")} onClick={closeOthers}>
          <CloseOthersIcon sx={{ fontSize: 16 }} />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
