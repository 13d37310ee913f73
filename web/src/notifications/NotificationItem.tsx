import { Box, ButtonBase, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Notification_ItemFragment } from "../gql/graphql.ts";
import { wordOr } from "../i18n/wordOr.ts";
import { alertSeverityLook } from "../status/alertLook.ts";
import { ink } from "../theme/tones.ts";
import { TimeAgo } from "../ui/Time.tsx";

interface NotificationItemProps {
  notification: Notification_ItemFragment;
  /** All of the text, not its first lines. */
  whole?: boolean;
  onOpen: () => void;
  actions?: ReactNode;
}

/** One notification; opening it goes to what it is about. */
export function NotificationItem({ notification, whole = false, onOpen, actions }: NotificationItemProps) {
  const { t, i18n } = useTranslation("notifications");
  const navigate = useNavigate();
  const { severity, title, body, kind, path, createdAt, readAt } = notification;
  const { tone, icon: Icon } = alertSeverityLook[severity];
  const language = i18n.language === "en" ? "en" : "zh";
  const open = () => {
    onOpen();
    if (path !== null) void navigate(path);
  };
  return (
    <Box
      component="li"
      sx={{
        display: "flex",
        alignItems: "flex-start",
        borderBottom: 1,
        borderColor: "divider",
        bgcolor: readAt === null ? "action.hover" : "transparent",
      }}
    >
      <ButtonBase
        onClick={open}
        sx={{
          flex: 1,
          minWidth: 0,
          display: "flex",
          alignItems: "flex-start",
          justifyContent: "flex-start",
          gap: 1.25,
          px: 2,
          py: 1.25,
          textAlign: "left",
        }}
      >
        <Icon aria-hidden="true" sx={{ fontSize: 20, mt: 0.25 }} style={{ color: ink(tone) }} />
        <Box component="span" sx={{ minWidth: 0, flex: 1, display: "block" }}>
          <Typography
            component="span"
            variant="body1"
            sx={{ display: "block", fontWeight: readAt === null ? 600 : 400, overflowWrap: "anywhere" }}
          >
            {readAt === null && <span className="visually-hidden">{t("unread")} </span>}
            {title[language]}
          </Typography>
          <Typography
            component="span"
            variant="body2"
            color="textSecondary"
            sx={{
              display: whole ? "block" : "-webkit-box",
              WebkitBoxOrient: "vertical",
              WebkitLineClamp: 2,
              overflow: "hidden",
              whiteSpace: whole ? "pre-line" : "normal",
              overflowWrap: "anywhere",
            }}
          >
            {body[language]}
          </Typography>
          <Typography component="span" variant="caption" color="textSecondary" sx={{ display: "block" }}>
            {wordOr(i18n, "notifications", `kind.${kind}`, kind)} · <TimeAgo at={createdAt} />
          </Typography>
        </Box>
      </ButtonBase>
      {actions}
    </Box>
  );
}
