import { useQuery } from "@apollo/client/react";
import BellIcon from "@mui/icons-material/NotificationsNoneRounded";
import { Badge, IconButton, Popover, Tooltip } from "@mui/material";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { unreadCountQuery } from "../notifications/notificationQueries.ts";
import { useNotificationNews } from "../notifications/useNotificationNews.ts";
import { NotificationPanel } from "./NotificationPanel.tsx";

/** How many notifications are unread, live, and the latest of them behind it. */
export function NotificationBell() {
  const { t } = useTranslation("notifications");
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { data, refetch } = useQuery(unreadCountQuery, { fetchPolicy: "cache-and-network" });
  const count = data?.unreadNotificationCount ?? 0;
  // The number stays when it cannot be asked for; the next news asks again.
  useNotificationNews(() => void refetch().catch(() => undefined));
  const label = count === 0 ? t("bell.none") : t("bell.unread", { count });
  return (
    <>
      <Tooltip title={label}>
        <IconButton
          aria-label={label}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          {...(anchor ? { "aria-controls": id } : {})}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Badge badgeContent={count} max={99} color="error">
            <BellIcon fontSize="small" />
          </Badge>
        </IconButton>
      </Tooltip>
      <Popover
        id={id}
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{
          paper: {
            role: "dialog",
            "aria-label": t("title"),
            sx: { width: 400, maxWidth: "calc(100vw - 32px)" },
          },
        }}
      >
        {anchor && <NotificationPanel onClose={() => setAnchor(null)} />}
      </Popover>
    </>
  );
}
