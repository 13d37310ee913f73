import { useQuery } from "@apollo/client/react";
import { Button } from "@mui/material";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { DetailDrawer } from "../../ui/DetailDrawer.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { actsOn } from "./messageActs.ts";
import { RecordDetail } from "./RecordDetail.tsx";
import { useMessageActs } from "./useMessageActs.tsx";
import { useLiveStatus } from "./useMessageStream.ts";

const messageQuery = graphql(`
  query MessageRecord($id: ID!, $people: Boolean!) {
    message(id: $id) {
      ...MessageDetail_message
    }
  }
`);

interface RecordDrawerProps {
  id: string;
  /** The rows of the list, to go from one to the next. */
  neighbours: readonly string[];
  onOpen: (id: string) => void;
  onClose: () => void;
  onChanged: () => void;
}

/** One message beside the list: what it said, what became of it, and what can be done. */
export function RecordDrawer({ id, neighbours, onOpen, onClose, onChanged }: RecordDrawerProps) {
  const { t } = useTranslation("messages");
  const can = useCan();
  const now = useNow();
  const { data, previousData, error, refetch } = useQuery(messageQuery, {
    variables: { id, people: can("user:read") },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? (previousData?.message?.id === id ? previousData : undefined);
  const message = answer?.message;
  const live = useLiveStatus({ id, status: message?.status ?? "PENDING" });
  const known = message?.status;
  useEffect(() => {
    // The stream tells that it moved on; when, and why, is the server's to say.
    if (known !== undefined && live !== known) void refetch();
  }, [live, known, refetch]);

  const { act, dialog } = useMessageActs((changed) => {
    onChanged();
    if (changed === id) void refetch();
    else onOpen(changed);
  });
  const acts =
    message && can("message:send")
      ? actsOn(message, now).filter((one) => one !== "recall" || message.recipientKind !== "GROUP_CHAT")
      : [];
  const problem = seriousError(error);

  return (
    <DetailDrawer
      title={t("detail.title")}
      steps={{ id, neighbours, onOpen, previous: t("detail.previous"), next: t("detail.next") }}
      problem={problem}
      onRetry={() => void refetch()}
      isLoading={!answer}
      gone={answer !== undefined && !message && t("detail.gone")}
      onClose={onClose}
      actions={
        message &&
        acts.length > 0 &&
        acts.map((one) => (
          <Button
            key={one}
            variant={one === "retry" ? "contained" : "outlined"}
            color={one === "retry" ? "primary" : "inherit"}
            onClick={() => act(one, message)}
          >
            {t(`act.${one}`)}
          </Button>
        ))
      }
    >
      {message && <RecordDetail message={message} />}
      {dialog}
    </DetailDrawer>
  );
}
