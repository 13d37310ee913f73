import { useQuery } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { seriousError } from "../../session/refusal.ts";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { PolicyForm } from "./PolicyForm.tsx";
import { policyQuery } from "./policyQueries.ts";

/** How the organisation is told of alerts. */
export function PolicyPage() {
  const { t } = useTranslation("alerting");
  // Never from the cache: what is changed here must be what is in force.
  const { data, error, refetch } = useQuery(policyQuery, { fetchPolicy: "network-only" });
  const reload = () => void refetch();
  if (!data) return <LoadingPage title={t("policy.title")} problem={seriousError(error)} onRetry={reload} />;
  return <PolicyForm key={data.alertPolicy.version} policy={data.alertPolicy} onReload={reload} />;
}
