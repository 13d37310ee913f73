import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useConversationChanges } from "../../live/LiveContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import InboxIcon from "@mui/icons-material/ForumOutlined";
import { Composer } from "./Composer.tsx";
import { ConversationHead } from "./ConversationHead.tsx";
import { conversationQuery, markReadMutation } from "./conversationOperations.ts";
import { obstacleOf } from "./obstacle.ts";
import { Talk } from "./Talk.tsx";
import { useReplies } from "./useReplies.ts";
import { useThread } from "./useThread.ts";
import { WindowNotice } from "./WindowNotice.tsx";

/** One conversation: whom with, what was said, and where the answer is written. Made anew for each. */
export function ConversationPane({ id, onBack }: { id: string; onBack: (() => void) | undefined }) {
  const { t } = useTranslation("conversations");
  const can = useCan();
  const { user } = useViewer();
  const now = useNow();
  const { data, loading, error, refetch } = useQuery(conversationQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const conversation = data?.conversation;
  // The window of answers is reckoned by the server with each message.
  useConversationChanges(
    (changes) => {
      if (changes.some(({ conversationId }) => conversationId === id)) void refetch();
    },
    () => void refetch(),
  );
  const live = useThread(id, conversation?.accountId);
  const replies = useReplies(id, live.add);
  const [markRead] = useMutation(markReadMutation);

  const serious = seriousError(error);
  if (!conversation && serious !== undefined)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={serious} onRetry={() => void refetch()} />
      </Box>
    );
  if (!conversation && !loading)
    return (
      <EmptyState icon={<InboxIcon />} title={t("gone.title")}>
        {t("gone.text")}
      </EmptyState>
    );
  if (!conversation) return <Skeleton variant="rectangular" height={58} />;

  const { name, unread, assignee } = conversation;
  const mayReply = can("conversation:reply");
  // The reading of somebody who does not have to answer leaves it unread for whom it is.
  const isMine = assignee === null || assignee.id === user?.id;
  const counts = mayReply && isMine && unread > 0;
  const obstacle = obstacleOf(conversation, {
    mayReply,
    isAccountGone: can("account:read") && conversation.account === null,
    now,
  });
  return (
    <>
      <ConversationHead conversation={conversation} onBack={onBack} />
      <WindowNotice conversation={conversation} />
      <Talk
        live={live}
        replies={replies}
        name={name}
        mayReply={obstacle === undefined}
        onRead={
          counts
            ? (upToMessageId) =>
                // A badge that stays for a moment longer is no reason to disturb anybody.
                void markRead({ variables: { input: { conversationId: id, upToMessageId } } }).catch(() => {})
            : undefined
        }
      />
      <Composer conversationId={id} obstacle={obstacle && t(`obstacle.${obstacle}`)} onSend={replies.send} />
    </>
  );
}
