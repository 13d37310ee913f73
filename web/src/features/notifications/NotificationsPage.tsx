import { useQuery } from "@apollo/client/react";
import ReadIcon from "@mui/icons-material/DraftsOutlined";
import UnreadIcon from "@mui/icons-material/MarkEmailUnreadOutlined";
import EmptyIcon from "@mui/icons-material/NotificationsOffOutlined";
import SettingsIcon from "@mui/icons-material/TuneRounded";
import { Box, Button, FormControlLabel, IconButton, Paper, Skeleton, Switch, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { NotificationFilter } from "../../gql/graphql.ts";
import { NotificationItem } from "../../notifications/NotificationItem.tsx";
import { notificationsQuery } from "../../notifications/notificationQueries.ts";
import { useMarking } from "../../notifications/useMarking.ts";
import { useNotificationNews } from "../../notifications/useNotificationNews.ts";
import { seriousError } from "../../session/refusal.ts";
import { alertSeverities } from "../../status/alertLook.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { flag, manyOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { noticeKinds } from "./noticeKinds.ts";

const viewState = {
  unread: flag,
  severities: manyOf(["CRITICAL", "WARNING", "INFO"]),
  kinds: manyOf(noticeKinds),
  ...pagingState,
};
const noFilter = { unread: false, severities: [], kinds: [] } as const;

/** All of one's notifications, newest first, as they come. */
export function NotificationsPage() {
  const { t } = useTranslation(["notifications", "common"]);
  const marking = useMarking();
  const [state, change] = useUrlState(viewState);
  const filter: NotificationFilter = {
    ...(state.unread ? { unreadOnly: true } : {}),
    ...(state.severities.length > 0 ? { severities: [...state.severities] } : {}),
    ...(state.kinds.length > 0 ? { kinds: [...state.kinds] } : {}),
  };
  const isFiltered = Object.keys(filter).length > 0;
  const { data, previousData, error, refetch } = useQuery(notificationsQuery, {
    variables: { filter, ...pageVariables(state), count: true },
    fetchPolicy: "cache-and-network",
  });
  const page = (data ?? previousData)?.notifications;
  const isFirstPage = state.after === "" && state.before === "";
  useNotificationNews(() => {
    if (isFirstPage) void refetch().catch(() => undefined);
  });
  const narrow = (next: Partial<typeof state>) => change({ ...next, ...firstPage });
  const serious = seriousError(error);
  const newest = isFirstPage ? page?.nodes[0]?.createdAt : undefined;
  return (
    <Page
      title={t("title")}
      context={t("context")}
      actions={
        <>
          <Button
            variant="outlined"
            disabled={marking.loading}
            onClick={() => void marking.markAll(isFiltered ? undefined : newest).then(() => refetch())}
          >
            {t("markAll.action")}
          </Button>
          <Button
            variant="outlined"
            startIcon={<SettingsIcon />}
            component={Link}
            to="/notifications/preferences"
          >
            {t("preferences.title")}
          </Button>
        </>
      }
    >
      <FilterBar onClear={isFiltered ? () => narrow(noFilter) : undefined}>
        <FilterMenu
          label={t("filter.severity")}
          chosen={state.severities}
          onChange={(severities) => narrow({ severities })}
          options={alertSeverities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <FilterMenu
          label={t("filter.kind")}
          chosen={state.kinds}
          onChange={(kinds) => narrow({ kinds })}
          options={noticeKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <FormControlLabel
          control={
            <Switch checked={state.unread} onChange={({ target }) => narrow({ unread: target.checked })} />
          }
          label={t("filter.unread")}
        />
      </FilterBar>
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      <Paper variant="outlined" sx={{ overflow: "hidden" }}>
        {!page && serious === undefined && <Skeleton variant="rectangular" height={360} />}
        {page?.nodes.length === 0 && (
          <EmptyState icon={<EmptyIcon />} title={t(isFiltered ? "common:noMatch.title" : "empty.title")}>
            {t(isFiltered ? "common:noMatch.text" : "empty.text")}
          </EmptyState>
        )}
        <Box component="ul" aria-label={t("title")} sx={{ m: 0, p: 0, listStyle: "none" }}>
          {page?.nodes.map((notification) => {
            const { id, readAt } = notification;
            const label = t(readAt === null ? "mark.read" : "mark.unread");
            return (
              <NotificationItem
                key={id}
                whole
                notification={notification}
                onOpen={() => {
                  if (readAt === null) void marking.mark([id]);
                }}
                actions={
                  <Tooltip title={label}>
                    <IconButton
                      aria-label={label}
                      sx={{ m: 1 }}
                      onClick={() => void marking.mark([id], readAt === null)}
                    >
                      {readAt === null ? <ReadIcon fontSize="small" /> : <UnreadIcon fontSize="small" />}
                    </IconButton>
                  </Tooltip>
                }
              />
            );
          })}
        </Box>
        <Pager
          paging={state}
          pageInfo={page?.pageInfo}
          total={page?.totalCount}
          onPage={(paging) => change(paging, "push")}
        />
      </Paper>
    </Page>
  );
}
