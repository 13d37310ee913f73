import { useQuery } from "@apollo/client/react";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Button, Skeleton } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AlertCard } from "../../alerts/AlertCard.tsx";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useAlertEvents } from "../../live/AlertContext.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";

const openAlertsQuery = graphql(`
  query OpenAlerts {
    accountAlerts(filter: { states: [OPEN, ACKNOWLEDGED] }, first: 5) {
      nodes {
        ...AlertRow_alert
      }
      totalCount
    }
  }
`);

const againMs = 700;

/** The newest of what is wrong, live. */
export function AlertsPanel() {
  const { t } = useTranslation("alerts");
  const formats = useFormats();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { data, error, refetch } = useQuery(openAlertsQuery, { fetchPolicy: "cache-and-network" });
  useEffect(() => () => clearTimeout(timer.current), []);
  useAlertEvents(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refetch();
    }, againMs);
  });
  const list = data?.accountAlerts;
  return (
    <Panel
      flush
      title={t("overview.title")}
      note={list && formats.number(list.totalCount ?? 0)}
      actions={
        <Button component={Link} to="/alerts" size="small">
          {t("overview.all")}
        </Button>
      }
    >
      {/* As high as it gets, so that what is below stays where it is when the alerts come. */}
      <Box sx={{ minHeight: 288 }}>
        {!list && error === undefined && <Skeleton variant="rounded" height={240} sx={{ m: 2 }} />}
        {!list && error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {list?.nodes.length === 0 && (
          <EmptyState icon={<FineIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        )}
        {list && list.nodes.length > 0 && (
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {list.nodes.map((alert) => (
              <Box
                key={alert.id}
                component="li"
                sx={{
                  px: 2,
                  py: 1,
                  borderTop: 1,
                  borderColor: "divider",
                  "&:first-of-type": { borderTop: 0 },
                }}
              >
                <AlertCard alert={alert} />
              </Box>
            ))}
          </Box>
        )}
      </Box>
    </Panel>
  );
}
