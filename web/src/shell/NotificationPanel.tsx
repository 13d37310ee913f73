import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/NotificationsOffOutlined";
import SettingsIcon from "@mui/icons-material/TuneRounded";
import { Box, Button, IconButton, Skeleton, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { NotificationItem } from "../notifications/NotificationItem.tsx";
import { notificationsQuery } from "../notifications/notificationQueries.ts";
import { useMarking } from "../notifications/useMarking.ts";
import { useNotificationNews } from "../notifications/useNotificationNews.ts";
import { seriousError } from "../session/refusal.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";

const shownMax = 10;

export function NotificationPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("notifications");
  const marking = useMarking();
  const { data, error, refetch } = useQuery(notificationsQuery, {
    variables: { first: shownMax, count: false },
    fetchPolicy: "cache-and-network",
  });
  useNotificationNews(() => void refetch().catch(() => undefined));
  const nodes = data?.notifications.nodes;
  const serious = seriousError(error);
  const newest = nodes?.[0]?.createdAt;
  return (
    <>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 0.5,
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <Typography variant="h2" sx={{ flex: 1 }}>
          {t("title")}
        </Typography>
        <Button
          size="small"
          disabled={marking.loading || !nodes?.some(({ readAt }) => readAt === null)}
          onClick={() => void marking.markAll(newest).then(() => refetch())}
        >
          {t("markAll.action")}
        </Button>
        <Tooltip title={t("preferences.title")}>
          <IconButton
            component={Link}
            to="/notifications/preferences"
            aria-label={t("preferences.title")}
            onClick={onClose}
          >
            <SettingsIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      </Box>
      <Box sx={{ maxHeight: "min(60vh, 480px)", overflow: "auto" }} tabIndex={-1}>
        {serious !== undefined && !nodes && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
        {!nodes && serious === undefined && <Skeleton variant="rectangular" height={180} />}
        {nodes?.length === 0 && (
          <EmptyState icon={<EmptyIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        )}
        {nodes && nodes.length > 0 && (
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {nodes.map((notification) => (
              <NotificationItem
                key={notification.id}
                notification={notification}
                onOpen={() => {
                  if (notification.readAt === null) void marking.mark([notification.id]);
                  if (notification.path !== null) onClose();
                }}
              />
            ))}
          </Box>
        )}
      </Box>
      <Box sx={{ p: 1, display: "grid" }}>
        <Button component={Link} to="/notifications" onClick={onClose}>
          {t("all")}
        </Button>
      </Box>
    </>
  );
}
