import { useApolloClient, useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import RulesIcon from "@mui/icons-material/RuleRounded";
import { Button } from "@mui/material";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { filterOf, listState } from "./listState.ts";
import { RuleFilters } from "./RuleFilters.tsx";
import { RuleCard, useRuleColumns } from "./useRuleColumns.tsx";
import { ruleChanged, rulesQuery } from "./ruleQueries.ts";

/** What raises alerts of patients. */
export function HealthRulesPage() {
  const { t } = useTranslation(["healthRules", "common"]);
  const mayManage = useCan()("health-rule:manage");
  const [state, change] = useUrlState(listState);
  const { data, previousData, loading, error, refetch } = useQuery(rulesQuery, {
    variables: { ...pageVariables(state), filter: filterOf(state) },
    fetchPolicy: "cache-and-network",
  });
  useRuleNews(() => void refetch().catch(() => undefined));
  const rules = (data ?? previousData)?.healthRules;
  const columns = useRuleColumns(mayManage);
  const add = mayManage && (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/health/rules/new">
      {t("new")}
    </Button>
  );
  return (
    <Page fill title={t("title")} context={t("context")} actions={add}>
      <RuleFilters state={state} change={change} />
      <ServerGrid
        name="healthRules"
        label={t("title")}
        columns={columns}
        rows={rules?.nodes}
        loading={loading && !rules}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(rule) => <RuleCard rule={rule} mayManage={mayManage} />}
        empty={
          <EmptyState icon={<RulesIcon />} title={t("empty")} action={add}>
            {t("emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={rules?.pageInfo}
            total={rules?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
    </Page>
  );
}

const settleMs = 400;

/** Rules that somebody changes at once are read again once. */
function useRuleNews(onNews: () => void): void {
  const client = useApolloClient();
  const tell = useEffectEvent(onNews);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow(client, ruleChanged, {}, () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(), settleMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
