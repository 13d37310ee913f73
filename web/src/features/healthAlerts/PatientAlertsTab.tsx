import { useQuery } from "@apollo/client/react";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Button } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { HealthAlertCard } from "../../healthAlerts/HealthAlertCard.tsx";
import { useHealthAlertEvents } from "../../healthAlerts/HealthAlertContext.tsx";
import { useAlertActs } from "../../healthAlerts/useAlertActs.ts";
import { useReader } from "../../healthAlerts/useReader.ts";
import { seriousError } from "../../session/refusal.ts";
import { CardList } from "../../ui/CardList.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { listQuery } from "./boardQuery.ts";

const viewState = { show: oneOf(["all", "open", "RESOLVED"], "all"), ...pagingState };
const statesOf = { all: null, open: ["ACTIVE", "ACKNOWLEDGED"], RESOLVED: ["RESOLVED"] } as const;
const againMs = 1_000;

/** The alerts of one patient, the newest first. */
export function PatientAlertsTab({ patient: { id } }: { patient: { id: string } }) {
  const { t } = useTranslation("healthAlerts");
  const can = useCan();
  const acts = useAlertActs();
  const reader = useReader();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [state, change] = useUrlState(viewState);
  const states = statesOf[state.show];
  const { data, previousData, error, refetch } = useQuery(listQuery, {
    variables: {
      filter: { patientIds: [id], ...(states && { states: [...states] }) },
      ...pageVariables(state),
      ...reader,
    },
    fetchPolicy: "cache-and-network",
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useHealthAlertEvents((events) => {
    if (!events.some(({ patientId, change: what }) => patientId === id && what !== "REPEATED")) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refetch().catch(() => undefined);
    }, againMs);
  });
  const list = (data ?? previousData)?.healthAlerts;
  const problem = seriousError(error);
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)" }}>
      <FilterBar>
        <FilterMenu
          single
          label={t("filter.show")}
          chosen={[state.show]}
          onChange={([show]) => change({ show: show ?? "all", ...firstPage })}
          options={(["all", "open", "RESOLVED"] as const).map((value) => ({
            value,
            label: t(`show.${value}`),
          }))}
        />
      </FilterBar>
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      <CardList
        rows={list?.nodes}
        renderCard={(alert) => (
          <HealthAlertCard alert={alert} withPatient={false}>
            {can("health-alert:handle") && alert.state === "ACTIVE" && (
              <Button size="small" onClick={() => void acts.acknowledge([alert]).catch(() => undefined)}>
                {t("acknowledge.action")}
              </Button>
            )}
          </HealthAlertCard>
        )}
        empty={
          <EmptyState icon={<FineIcon />} title={t("empty.title")}>
            {t("patientEmpty")}
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
    </Box>
  );
}
