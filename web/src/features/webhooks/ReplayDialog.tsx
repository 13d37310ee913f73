import { useApolloClient, useMutation } from "@apollo/client/react";
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  LinearProgress,
  Switch,
  Typography,
} from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_ReplayFragment } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { MomentField } from "../../ui/MomentField.tsx";

export const replayFragment = graphql(`
  fragment Webhook_replay on WebhookReplay {
    id
    status
    total
    queued
  }
`);

const replayMany = graphql(`
  mutation ReplayWebhookDeliveries($input: ReplayWebhookDeliveriesInput!) {
    replayWebhookDeliveries(input: $input) {
      replay {
        ...Webhook_replay
      }
    }
  }
`);

const replayProgress = graphql(`
  subscription WebhookReplayProgress($id: ID!) {
    webhookReplayProgress(replayId: $id) {
      ...Webhook_replay
    }
  }
`);

const dayMs = 86_400_000;

/** Sends again what did not arrive since a moment, and shows how far that is. */
export function ReplayDialog({ endpointId, onClose }: { endpointId: string; onClose: () => void }) {
  const { t } = useTranslation(["webhooks", "common"]);
  const client = useApolloClient();
  const [since, setSince] = useState(() => new Date(Date.now() - dayMs).toISOString());
  const [all, setAll] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [replay, setReplay] = useState<Webhook_ReplayFragment | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [start, { loading }] = useMutation(replayMany, { refetchQueries: ["WebhookDeliveries"] });
  const id = replay?.id;

  useEffect(() => {
    if (id === undefined) return;
    return follow(client, replayProgress, { id }, (data) => setReplay(data.webhookReplayProgress));
  }, [client, id]);

  const begin = () => {
    setError(null);
    const statuses = all ? (["SUCCEEDED", "FAILED", "SKIPPED"] as const) : (["FAILED", "SKIPPED"] as const);
    const key = `${idempotencyKey} ${since} ${all}`;
    start({ variables: { input: { endpointId, since, statuses: [...statuses], idempotencyKey: key } } }).then(
      ({ data }) => data && setReplay(data.replayWebhookDeliveries.replay),
      (problem: unknown) => setError(problem),
    );
  };

  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="replay-title">
      <DialogTitle id="replay-title">{t("replay.title")}</DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Typography variant="body1">{t("replay.text")}</Typography>
        {replay ? (
          <Progress replay={replay} />
        ) : (
          <>
            <MomentField label={t("filter.from")} value={since} onChange={setSince} />
            <FormControlLabel
              control={<Switch checked={all} onChange={(_, checked) => setAll(checked)} />}
              label={t("replay.all")}
            />
          </>
        )}
        {error !== null && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t(replay ? "common:close" : "common:cancel")}
        </Button>
        {!replay && (
          <Button variant="contained" disabled={loading || since === ""} onClick={begin}>
            {t("replay.action")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Progress({ replay: { status, total, queued } }: { replay: Webhook_ReplayFragment }) {
  const { t } = useTranslation("webhooks");
  if (total === 0) return <Alert severity="info">{t("replay.nothing")}</Alert>;
  return (
    <>
      <LinearProgress
        variant="determinate"
        aria-label={t("replay.title")}
        value={Math.min(100, (100 * queued) / total)}
      />
      <Typography variant="body2" role="status">
        {t(status === "RUNNING" ? "replay.running" : "replay.done", { queued, total })}
      </Typography>
    </>
  );
}
