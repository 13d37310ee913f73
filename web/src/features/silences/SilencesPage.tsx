import { useMutation, useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import DoneIcon from "@mui/icons-material/HistoryToggleOffRounded";
import SilencedIcon from "@mui/icons-material/NotificationsOffOutlined";
import PendingIcon from "@mui/icons-material/ScheduleRounded";
import { Box, Button, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AlertSilencesQuery, AlertSilenceState } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import type { StatusLook } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { SilenceDialog } from "./SilenceDialog.tsx";
import { endSilence, silencesQuery } from "./silenceQueries.ts";

type Silence = AlertSilencesQuery["alertSilences"]["nodes"][number];

const viewState = {
  show: oneOf(["over"], null),
  dialog: oneOf(["create"], null),
  alert: text,
  ...pagingState,
};

const looks: Readonly<Record<AlertSilenceState, StatusLook>> = {
  PENDING: { tone: "progress", icon: PendingIcon },
  ACTIVE: { tone: "attention", icon: SilencedIcon },
  EXPIRED: { tone: "neutral", icon: DoneIcon },
};

/** Alerts that nobody is told of, and why. */
export function SilencesPage() {
  const { t } = useTranslation("alerting");
  const can = useCan();
  const mayManage = can("silence:manage");
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(silencesQuery, {
    variables: { isOver: state.show === "over", people: can("user:read"), ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
    pollInterval: 30_000,
  });
  const list = (data ?? previousData)?.alertSilences;
  const columns = useSilenceColumns(mayManage);
  const add = mayManage && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("silence.new")}
    </Button>
  );
  return (
    <Page fill title={t("silence.listTitle")} context={t("silence.listContext")} actions={add}>
      <FilterBar>
        <FilterMenu
          single
          label={t("show.label")}
          chosen={state.show ? [state.show] : []}
          onChange={([show]) => change({ show: show ?? null, ...firstPage })}
          options={[{ value: "over", label: t("silence.over") }]}
        />
      </FilterBar>
      <ServerGrid
        name="silences"
        label={t("silence.listTitle")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(silence) => <SilenceCard silence={silence} mayManage={mayManage} />}
        empty={
          <EmptyState icon={<SilencedIcon />} title={t("silence.empty")} action={add}>
            {t("silence.emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {mayManage && state.dialog === "create" && (
        <SilenceDialog alertName={state.alert} onClose={() => change({ dialog: null, alert: "" })} />
      )}
    </Page>
  );
}

function useSilenceColumns(mayManage: boolean): readonly Column<Silence>[] {
  const { t } = useTranslation("alerting");
  return useMemo(
    () => [
      {
        field: "state",
        headerName: t("column.state"),
        width: 120,
        renderCell: ({ row }) => <StateOf silence={row} />,
      },
      {
        field: "matchers",
        headerName: t("silence.matchers"),
        flex: 1.5,
        minWidth: 220,
        hideable: false,
        renderCell: ({ row }) => <Matchers silence={row} />,
      },
      { field: "comment", headerName: t("silence.comment"), flex: 1.5, minWidth: 160 },
      {
        field: "endsAt",
        headerName: t("silence.endsAt"),
        width: 150,
        renderCell: ({ row }) => <Time at={row.endsAt} />,
      },
      {
        field: "by",
        headerName: t("silence.by"),
        width: 140,
        renderCell: ({ row }) => row.createdBy?.displayName ?? "–",
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 130,
        align: "right",
        headerAlign: "right",
        hideable: false,
        renderCell: ({ row }) => (mayManage && row.state !== "EXPIRED" ? <EndButton silence={row} /> : null),
      },
    ],
    [mayManage, t],
  );
}

function StateOf({ silence: { state } }: { silence: Silence }) {
  const { t } = useTranslation("alerting");
  return <StatusLabel {...looks[state]}>{t(`silence.state.${state}`)}</StatusLabel>;
}

function Matchers({ silence: { matchers } }: { silence: Silence }) {
  const { t } = useTranslation("alerting");
  const said = matchers
    .map(({ label, operator, value }) => `${label} ${t(`operator.${operator}`)} ${JSON.stringify(value)}`)
    .join(", ");
  return <span title={said}>{said}</span>;
}

function EndButton({ silence: { id } }: { silence: Silence }) {
  const { t } = useTranslation("alerting");
  const toaster = useToaster();
  const [end, { loading }] = useMutation(endSilence, { refetchQueries: ["AlertSilences"] });
  return (
    <Button
      size="small"
      disabled={loading}
      onClick={() => {
        end({ variables: { input: { silenceId: id } } }).then(
          () => toaster.done(t("silence.ended")),
          (problem: unknown) => toaster.failed(problem),
        );
      }}
    >
      {t("silence.end")}
    </Button>
  );
}

function SilenceCard({ silence, mayManage }: { silence: Silence; mayManage: boolean }) {
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5, justifyItems: "start" }}>
      <StateOf silence={silence} />
      <Typography sx={{ fontWeight: 540, overflowWrap: "anywhere" }}>
        <Matchers silence={silence} />
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {silence.comment} · <Time at={silence.endsAt} />
      </Typography>
      {mayManage && silence.state !== "EXPIRED" && <EndButton silence={silence} />}
    </Box>
  );
}
