import MenuIcon from "@mui/icons-material/MenuRounded";
import { Box, IconButton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CommandButton } from "./CommandButton.tsx";
import { FullScreenButton } from "./FullScreenButton.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { LiveIndicator } from "./LiveIndicator.tsx";
import { NotificationBell } from "./NotificationBell.tsx";
import { PersonMenu } from "./PersonMenu.tsx";
import { TenantSwitcher } from "./TenantSwitcher.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

export function TopBar({ onOpenNavigation }: { onOpenNavigation?: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Box
      component="header"
      sx={{
        height: 52,
        flexShrink: 0,
        display: "flex",
        alignItems: "center",
        gap: { xs: 0.25, sm: 0.75 },
        px: { xs: 0.75, sm: 2 },
        bgcolor: "background.paper",
        borderBottom: 1,
        borderColor: "divider",
      }}
    >
      {onOpenNavigation && (
        <IconButton aria-label={t("openNavigation")} onClick={onOpenNavigation}>
          <MenuIcon />
        </IconButton>
      )}
      <TenantSwitcher />
      <Box sx={{ flex: 1, display: "flex", justifyContent: { xs: "flex-end", md: "center" }, minWidth: 0 }}>
        <CommandButton />
      </Box>
      <LiveIndicator />
      <Box sx={{ display: { xs: "none", sm: "flex" }, gap: 0.25 }}>
        <LanguageMenu />
        <ThemeMenu />
        <FullScreenButton />
      </Box>
      <NotificationBell />
      <PersonMenu />
    </Box>
  );
}
