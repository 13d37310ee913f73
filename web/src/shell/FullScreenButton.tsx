import EnterIcon from "@mui/icons-material/FullscreenRounded";
import LeaveIcon from "@mui/icons-material/FullscreenExitRounded";
import { IconButton, Tooltip } from "@mui/material";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

export function FullScreenButton() {
  const { t } = useTranslation("shell");
  const full = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);
  if (!document.fullscreenEnabled) return null;
  const label = full ? t("leaveFullScreen") : t("fullScreen");
  return (
    <Tooltip title={label}>
      <IconButton
        aria-label={label}
        onClick={() =>
          void (full ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(
            () => {},
          )
        }
      >
        {full ? <LeaveIcon fontSize="small" /> : <EnterIcon fontSize="small" />}
      </IconButton>
    </Tooltip>
  );
}

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}
