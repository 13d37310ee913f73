import { useQuery } from "@apollo/client/react";
import { Box, Skeleton } from "@mui/material";
import { useAccountEvents } from "../../live/LiveContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ApplicationForm } from "./ApplicationForm.tsx";
import { CallbackPanel } from "./CallbackPanel.tsx";
import { ProbePanel } from "./ProbePanel.tsx";
import { applicationQuery } from "./applicationQuery.ts";

/** What a corp-app account is at WeCom: whether it works, what it calls back to, and its credentials. */
export function ApplicationTab({ accountId }: { accountId: string }) {
  const can = useCan();
  const {
    data,
    error: problem,
    refetch,
  } = useQuery(applicationQuery, {
    variables: { id: accountId, login: can("account:login") },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
    skipPollAttempt: () => document.hidden,
  });
  useAccountEvents((events) => {
    if (events.some(({ account }) => account.id === accountId)) void refetch();
  });
  const error = seriousError(problem);
  const application = data?.account?.application;
  const again = () => void refetch();

  if (error !== undefined && !application) return <ErrorNotice error={error} onRetry={again} />;
  if (!data?.account || !application) return <Skeleton variant="rounded" height={320} />;
  const { account } = data;
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
      <ProbePanel account={account} application={application} onChanged={again} />
      {application.callback && (
        <Box sx={{ gridRow: { lg: "span 2" } }}>
          <CallbackPanel account={account} application={application} onChanged={again} />
        </Box>
      )}
      <ApplicationForm account={account} application={application} onChanged={again} />
    </Box>
  );
}
