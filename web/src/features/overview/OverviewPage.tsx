import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { AlertsPanel } from "./AlertsPanel.tsx";
import { ChangeFeed } from "./ChangeFeed.tsx";
import { HealthPanel } from "./HealthPanel.tsx";
import { MessagesPanel } from "./MessagesPanel.tsx";
import { OverviewSkeleton } from "./OverviewSkeleton.tsx";
import { QuietOverview } from "./QuietOverview.tsx";
import { RangePicker } from "./RangePicker.tsx";
import { StatesPanel } from "./StatesPanel.tsx";
import { Tiles } from "./Tiles.tsx";
import { TrendPanel } from "./TrendPanel.tsx";
import { useOverview } from "./useOverview.ts";

const viewState = { hours: oneOf(["6", "24", "72", "168"], "24") };

export function OverviewPage() {
  const can = useCan();
  return can("account:read") ? <AccountsOverview /> : <QuietOverview />;
}

function AccountsOverview() {
  const { t } = useTranslation("overview");
  const { tenant } = useViewer();
  const can = useCan();
  const [{ hours }, change] = useUrlState(viewState);
  const { answer, counts, feed, error, refetch } = useOverview(Number(hours));

  return (
    <Page
      title={t("title")}
      context={tenant.name}
      actions={<RangePicker value={hours} onChange={(next) => change({ hours: next })} />}
    >
      {error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {error === undefined && (!answer || !counts || !feed) && <OverviewSkeleton />}
      {answer && counts && feed && (
        <Box sx={{ display: "grid", gap: 2, mt: error === undefined ? 0 : 2 }}>
          <Tiles counts={counts} averageHealth={answer.accountSummary.averageHealth} />
          {can("message:read") && <MessagesPanel />}
          {can("alert:read") && <AlertsPanel />}
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "5fr 7fr" } }}>
            <StatesPanel counts={counts} />
            <TrendPanel trend={answer.accountOnlineTrend} counts={counts} hours={Number(hours)} />
          </Box>
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "5fr 7fr" } }}>
            <HealthPanel answer={answer} />
            <ChangeFeed items={feed} />
          </Box>
        </Box>
      )}
    </Page>
  );
}
