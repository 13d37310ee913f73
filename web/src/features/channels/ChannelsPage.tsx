import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import ChannelIcon from "@mui/icons-material/CampaignOutlined";
import { Box, Button, Link as TextLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Channel_ItemFragment } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ChannelDialog } from "./ChannelDialog.tsx";
import { ChannelStandingLabel } from "./ChannelLabels.tsx";

const channelsQuery = graphql(`
  query NotificationChannels($first: Int, $after: String, $last: Int, $before: String) {
    notificationChannels(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Channel_item
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

const viewState = { dialog: oneOf(["create"], null), ...pagingState };

export function ChannelsPage() {
  const { t } = useTranslation("channels");
  const mayManage = useCan()("channel:manage");
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(channelsQuery, {
    variables: { ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
  });
  const page = (data ?? previousData)?.notificationChannels;
  const columns = useChannelColumns();
  const close = () => change({ dialog: null });
  const addButton = mayManage && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );
  return (
    <Page
      fill
      title={t("title")}
      context={t("context")}
      actions={
        <>
          <Button variant="outlined" component={Link} to="/notification-deliveries">
            {t("log")}
          </Button>
          <Button variant="outlined" component={Link} to="/notification-templates">
            {t("templates.title")}
          </Button>
          {addButton}
        </>
      }
    >
      <ServerGrid
        name="notificationChannels"
        label={t("title")}
        columns={columns}
        rows={page?.nodes}
        loading={loading && !page}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<ChannelIcon />} title={t("empty.title")} action={addButton}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(channel) => <ChannelCard channel={channel} />}
        footer={
          <Pager
            paging={state}
            pageInfo={page?.pageInfo}
            total={page?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayManage && state.dialog === "create" && (
        <ChannelDialog
          onClose={close}
          onMade={() => {
            close();
            void refetch();
          }}
        />
      )}
    </Page>
  );
}

function useChannelColumns(): readonly Column<Channel_ItemFragment>[] {
  const { t } = useTranslation("channels");
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1,
        minWidth: 160,
        hideable: false,
        renderCell: ({ row }) => <ChannelLink channel={row} />,
      },
      {
        field: "kind",
        headerName: t("column.kind"),
        width: 170,
        renderCell: ({ row }) => t(`kind.${row.kind}`),
      },
      {
        field: "standing",
        headerName: t("column.standing"),
        width: 120,
        renderCell: ({ row }) => <ChannelStandingLabel channel={row} />,
      },
      {
        field: "severities",
        headerName: t("column.severities"),
        width: 170,
        renderCell: ({ row }) => <Severities channel={row} />,
      },
      { field: "target", headerName: t("column.target"), flex: 1, minWidth: 180 },
      {
        field: "last",
        headerName: t("column.lastSucceeded"),
        width: 140,
        renderCell: ({ row }) => (row.lastSucceededAt ? <TimeAgo at={row.lastSucceededAt} /> : "–"),
      },
    ],
    [t],
  );
}

function Severities({ channel: { severities } }: { channel: Channel_ItemFragment }) {
  const { t } = useTranslation("channels");
  return (
    <span>
      {severities.length === 0
        ? t("onlyStandsIn")
        : severities.map((severity) => t(`severity.${severity}`)).join(" · ")}
    </span>
  );
}

function ChannelLink({ channel: { id, name } }: { channel: Channel_ItemFragment }) {
  return (
    <TextLink component={Link} to={`/notification-channels/${id}`} underline="hover" noWrap title={name}>
      {name}
    </TextLink>
  );
}

function ChannelCard({ channel }: { channel: Channel_ItemFragment }) {
  const { t } = useTranslation("channels");
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1, alignItems: "center" }}>
        <Typography variant="h3" component="div" noWrap>
          <ChannelLink channel={channel} />
        </Typography>
        <ChannelStandingLabel channel={channel} />
      </Box>
      <Typography variant="caption" color="textSecondary" component="div" noWrap>
        {t(`kind.${channel.kind}`)} · {channel.target}
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div" noWrap>
        <Severities channel={channel} />
      </Typography>
    </Box>
  );
}
