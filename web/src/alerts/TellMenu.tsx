import TellIcon from "@mui/icons-material/NotificationsNoneRounded";
import { Checkbox, IconButton, ListItemText, Menu, MenuItem, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { prefer, usePreferences } from "../preferences/preferences.ts";
import { useToaster } from "../ui/Toasts.tsx";

/** Whether this device makes itself heard when a new alert is raised. Off until somebody wants it. */
export function TellMenu() {
  const { t } = useTranslation("alerts");
  const toaster = useToaster();
  const { alertSound, alertDesktop } = usePreferences();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  const toggleDesktop = async () => {
    if (alertDesktop) return prefer({ alertDesktop: false });
    const allowed = "Notification" in globalThis ? await Notification.requestPermission() : "denied";
    if (allowed === "granted") prefer({ alertDesktop: true });
    else toaster.done(t("tell.blocked"));
  };

  return (
    <>
      <Tooltip title={t("tell.label")}>
        <IconButton
          aria-label={t("tell.label")}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <TellIcon fontSize="small" color={alertSound || alertDesktop ? "primary" : "inherit"} />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <MenuItem
          role="menuitemcheckbox"
          aria-checked={alertSound}
          onClick={() => prefer({ alertSound: !alertSound })}
        >
          <Checkbox size="small" checked={alertSound} tabIndex={-1} inert sx={{ p: 0.25, mr: 1 }} />
          <ListItemText primary={t("tell.sound")} />
        </MenuItem>
        <MenuItem role="menuitemcheckbox" aria-checked={alertDesktop} onClick={() => void toggleDesktop()}>
          <Checkbox size="small" checked={alertDesktop} tabIndex={-1} inert sx={{ p: 0.25, mr: 1 }} />
          <ListItemText primary={t("tell.desktop")} />
        </MenuItem>
      </Menu>
    </>
  );
}
