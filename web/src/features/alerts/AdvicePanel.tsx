import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { wordOr } from "../../i18n/wordOr.ts";
import { Panel } from "../../ui/Panel.tsx";
import type { AlertData } from "./alertQuery.ts";

/** What somebody should do, and what has been done by itself. */
export function AdvicePanel({ alert }: { alert: AlertData }) {
  const { t, i18n } = useTranslation("alerts");
  const rules = alert.ruleSource === "ACCOUNT" ? `/alert-rules?account=${alert.accountId}` : "/alert-rules";
  return (
    <Panel title={t("detail.advice")}>
      <Typography sx={{ maxWidth: 560 }}>{alert.text.advice}</Typography>
      <Typography variant="h3" component="h3" sx={{ mt: 2.5, mb: 1 }}>
        {t("detail.actions")}
      </Typography>
      {alert.actions.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {t("detail.noActions")}
        </Typography>
      ) : (
        <Box component="ul" sx={{ m: 0, pl: 2.5, display: "grid", gap: 0.5 }}>
          {alert.actions.map(({ action, state, outcome, affected }) => (
            <li key={action}>
              {t(`action.${action}`)}
              <Typography component="span" variant="body2" color="textSecondary">
                {` · ${t(`actionState.${state}`)}`}
                {outcome && ` · ${wordOr(i18n, "alerts", `outcome.${outcome}`, outcome)}`}
                {affected !== null && affected > 0 && ` · ${t("affected", { count: affected })}`}
              </Typography>
            </li>
          ))}
        </Box>
      )}
      <Box sx={{ mt: 2.5, display: "flex", gap: 2, flexWrap: "wrap" }}>
        <MuiLink component={Link} to={rules}>
          {t("detail.editRule")}
        </MuiLink>
        <MuiLink component={Link} to={`/accounts/${alert.accountId}?tab=alerts`}>
          {alert.accountName}
        </MuiLink>
      </Box>
    </Panel>
  );
}
