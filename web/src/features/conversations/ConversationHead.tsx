import { useMutation } from "@apollo/client/react";
import BackIcon from "@mui/icons-material/ArrowBackRounded";
import { Box, Button, IconButton, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { ConversationHead_ConversationFragment } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AssignMenu } from "./AssignMenu.tsx";
import { assignMutation, closeMutation, reopenMutation } from "./conversationOperations.ts";
import { kindIcon } from "./kindLook.ts";

interface ConversationHeadProps {
  conversation: ConversationHead_ConversationFragment;
  /** On a phone: back to the list. */
  onBack: (() => void) | undefined;
}

/** Whom one talks with, by which account, who answers, and whether it is over. */
export function ConversationHead({ conversation, onBack }: ConversationHeadProps) {
  const { t } = useTranslation("conversations");
  const can = useCan();
  const toaster = useToaster();
  const [assign] = useMutation(assignMutation);
  const [close, { loading: closing }] = useMutation(closeMutation);
  const [reopen, { loading: reopening }] = useMutation(reopenMutation);
  const { id: conversationId, kind, name, account, state, assignee, recipient, kfServicerId } = conversation;
  const mayReply = can("conversation:reply");
  const Kind = kindIcon[kind];
  const run = (act: Promise<unknown>, done?: () => void) =>
    void act.then(done, (error: unknown) => toaster.failed(error));
  const input = { conversationId };
  const openAgain = () => run(reopen({ variables: { input } }));

  return (
    <Box
      component="header"
      sx={{
        display: "flex",
        flexWrap: "wrap",
        gap: 1,
        alignItems: "center",
        px: { xs: 1, sm: 2 },
        py: 1,
        borderBottom: 1,
        borderColor: "divider",
      }}
    >
      {onBack && (
        <IconButton aria-label={t("back")} onClick={onBack}>
          <BackIcon fontSize="small" />
        </IconButton>
      )}
      <Box sx={{ flex: "1 1 160px", minWidth: 0 }}>
        <Typography variant="h2" noWrap title={recipient}>
          {name}
        </Typography>
        <Typography
          variant="caption"
          color="textSecondary"
          component="div"
          noWrap
          sx={{ display: "flex", gap: 0.5, alignItems: "center" }}
        >
          <Kind sx={{ fontSize: 14 }} aria-hidden="true" />
          {[t(`kind.${kind}`), account?.name, kfServicerId && t("servedBy", { name: kfServicerId })]
            .filter(Boolean)
            .join(" · ")}
        </Typography>
      </Box>
      {mayReply && (
        <AssignMenu
          assignee={assignee}
          onAssign={(assigneeId) => run(assign({ variables: { input: { conversationId, assigneeId } } }))}
        />
      )}
      {mayReply && state === "OPEN" && (
        <Button
          color="inherit"
          variant="outlined"
          loading={closing}
          onClick={() =>
            run(close({ variables: { input } }), () => toaster.done(t("closed", { name }), openAgain))
          }
        >
          {t("close")}
        </Button>
      )}
      {mayReply && state === "CLOSED" && (
        <Button color="inherit" variant="outlined" loading={reopening} onClick={openAgain}>
          {t("reopen")}
        </Button>
      )}
    </Box>
  );
}
