import { useQuery } from "@apollo/client/react";
import ReplayIcon from "@mui/icons-material/ReplayRounded";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { RecordTrail } from "../audit/RecordTrail.tsx";
import { seriousError } from "../session/refusal.ts";
import { DetailDrawer } from "../ui/DetailDrawer.tsx";
import { useCan } from "../viewer/ViewerContext.ts";
import { CallbackContentPanel } from "./CallbackContentPanel.tsx";
import { CallbackFacts } from "./CallbackFacts.tsx";
import { callbackQuery } from "./callbacksQuery.ts";
import { useCallbackStream } from "./useCallbackStream.ts";
import { useReplay } from "./useReplay.ts";

interface CallbackDrawerProps {
  id: string;
  /** The rows of the list, to go from one to the next. */
  neighbours: readonly string[];
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** One callback beside the list: what it is, what became of it, what it says, and once more through its handlers. */
export function CallbackDrawer({ id, neighbours, onOpen, onClose }: CallbackDrawerProps) {
  const { t } = useTranslation("callbacks");
  const can = useCan();
  const { data, previousData, error, refetch } = useQuery(callbackQuery, {
    variables: { id, accounts: can("account:read") },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? (previousData?.callback?.id === id ? previousData : undefined);
  const callback = answer?.callback;
  const replay = useReplay(() => void refetch());
  useCallbackStream(callback?.accountId, (callbacks) => {
    if (callbacks.some(({ callbackId }) => callbackId === id)) void refetch();
  });
  const problem = seriousError(error);

  return (
    <DetailDrawer
      title={t("detail.title")}
      steps={{ id, neighbours, onOpen, previous: t("detail.previous"), next: t("detail.next") }}
      problem={problem}
      onRetry={() => void refetch()}
      isLoading={!answer}
      gone={answer !== undefined && !callback && t("detail.gone")}
      onClose={onClose}
      actions={
        callback &&
        can("callback:replay") && (
          <Button
            variant={callback.status === "FAILED" ? "contained" : "outlined"}
            color={callback.status === "FAILED" ? "primary" : "inherit"}
            startIcon={<ReplayIcon />}
            disabled={replay.busy || callback.status === "RECEIVED"}
            onClick={() => void replay.one(id)}
          >
            {t("replay.one")}
          </Button>
        )
      }
    >
      {callback && <CallbackFacts callback={callback} />}
      {callback && can("callback:reveal") && <CallbackContentPanel key={id} id={id} />}
      {callback && can("audit:read") && (
        <RecordTrail title={t("detail.audit")} resourceType="callback" resourceId={id} />
      )}
    </DetailDrawer>
  );
}
