import { Alert, Box, LinearProgress, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Time } from "../../ui/Time.tsx";
import type { Plan } from "./usePlan.ts";

interface PlanSummaryProps {
  plan: Plan | undefined;
  error: unknown;
  loading: boolean;
  maySpread: boolean;
  /** Said while there is nothing to plan. */
  idle: string;
}

/** What will happen before it does: who sends, how much at once, what later, when it ends, or why not at all. */
export function PlanSummary({ plan, error, loading, maySpread, idle }: PlanSummaryProps) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  if (error !== undefined && error !== null) return <ErrorNotice error={error} />;
  if (!plan)
    return loading ? (
      <LinearProgress aria-label={t("plan.title")} />
    ) : (
      <Typography variant="body2" color="textSecondary">
        {idle}
      </Typography>
    );
  const refused = plan.overflow > 0 || (plan.later > 0 && !maySpread);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }} aria-busy={loading}>
      {refused && (
        <Alert severity="error" variant="outlined">
          {plan.overflow > 0
            ? t("plan.overflow", { count: plan.overflow, formatted: formats.number(plan.overflow) })
            : t("plan.notSpread", { count: plan.later, formatted: formats.number(plan.later) })}
        </Alert>
      )}
      {!refused && plan.later > 0 && (
        <Alert severity="info" variant="outlined">
          {t("plan.spread", { count: plan.later, formatted: formats.number(plan.later) })}
        </Alert>
      )}
      <Facts
        facts={[
          [t("plan.atOnce"), formats.number(plan.atOnce)],
          [t("plan.later"), formats.number(plan.later)],
          [t("plan.startAt"), <Time key="start" at={plan.startAt} />],
          [t("plan.endAt"), plan.predictedEndAt ? <Time key="end" at={plan.predictedEndAt} /> : "–"],
        ]}
      />
      <Box
        component="ul"
        aria-label={t("plan.accounts")}
        sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1, maxHeight: 260, overflow: "auto" }}
      >
        {plan.accounts.map((chosen) => (
          <Box component="li" key={chosen.accountId} sx={{ borderTop: 1, borderColor: "divider", pt: 1 }}>
            <Box sx={{ display: "flex", gap: 1 }}>
              <Typography variant="body2" noWrap sx={{ flex: 1, fontWeight: 560 }}>
                {chosen.account?.name ?? chosen.accountId}
              </Typography>
              <Typography variant="body2">{formats.number(chosen.messages)}</Typography>
            </Box>
            <Typography variant="caption" color="textSecondary" component="div">
              {chosen.isNamed ? t("plan.named") : t("plan.chosen")}{" "}
              {t("plan.because", {
                health: chosen.healthScore,
                load: formats.number(chosen.load),
                left: formats.number(chosen.quotaLeft),
                quota: formats.number(chosen.quotaPerDay),
              })}
              {chosen.known > 0 && ` ${t("plan.known", { count: chosen.known })}`}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
