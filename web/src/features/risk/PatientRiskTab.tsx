import { useApolloClient, useMutation, useQuery } from "@apollo/client/react";
import RiskIcon from "@mui/icons-material/MonitorHeartOutlined";
import RefreshIcon from "@mui/icons-material/RefreshRounded";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { RiskCard } from "./RiskCard.tsx";
import { assessRisk, riskAssessed, risksQuery } from "./riskQueries.ts";

/** A patient's risks by published models. */
export function PatientRiskTab({ patient: { id: patientId } }: { patient: { id: string } }) {
  const { t } = useTranslation("healthAnalysis");
  const toaster = useToaster();
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(risksQuery, {
    variables: { patientId },
    fetchPolicy: "cache-and-network",
  });
  const [assess, { loading }] = useMutation(assessRisk, {
    refetchQueries: ["PatientRisks", "PatientRiskHistory"],
  });
  const news = useEffectEvent(() => void refetch());
  useEffect(() => follow(client, riskAssessed, { patientId }, () => news()), [client, patientId]);

  const problem = seriousError(error);
  const risks = data?.riskAssessments;
  if (!risks)
    return problem === undefined ? (
      <Skeleton variant="rounded" height={320} aria-busy="true" />
    ) : (
      <ErrorNotice error={problem} onRetry={() => void refetch()} />
    );
  const button = (
    <Button
      variant="contained"
      startIcon={<RefreshIcon />}
      disabled={loading}
      onClick={() =>
        void assess({ variables: { input: { patientId } } }).then(
          () => toaster.done(t("risk.assessed")),
          (refused: unknown) => toaster.failed(refused),
        )
      }
    >
      {t("risk.assess")}
    </Button>
  );
  if (risks.length === 0)
    return (
      <EmptyState icon={<RiskIcon />} title={t("risk.none")} action={button}>
        {t("risk.noneText")}
      </EmptyState>
    );
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <Box
        sx={{
          display: "flex",
          gap: 2,
          alignItems: "center",
          justifyContent: "space-between",
          flexWrap: "wrap",
        }}
      >
        <Typography variant="body2" color="textSecondary">
          {t("notDiagnosis")}
        </Typography>
        {button}
      </Box>
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "start",
          gridTemplateColumns: "repeat(auto-fit, minmax(min(340px, 100%), 1fr))",
        }}
      >
        {risks.map((risk) => (
          <RiskCard key={risk.kind} risk={risk} patientId={patientId} />
        ))}
      </Box>
    </Box>
  );
}
