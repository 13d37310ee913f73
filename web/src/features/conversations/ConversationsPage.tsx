import AddIcon from "@mui/icons-material/AddCommentOutlined";
import InboxIcon from "@mui/icons-material/ForumOutlined";
import { Box, Button, Paper, useMediaQuery } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { flag, oneOf, text } from "../../ui/urlState.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ConversationFilters } from "./ConversationFilters.tsx";
import { ConversationList } from "./ConversationList.tsx";
import { ConversationPane } from "./ConversationPane.tsx";
import { filterOf, type ListFilter, noFilter, shownStates, whose } from "./listRules.ts";
import { StartDialog } from "./StartDialog.tsx";
import { useConversationList } from "./useConversationList.ts";

const viewState = {
  id: text,
  dialog: oneOf(["start"], null),
  whose: oneOf(whose, noFilter.whose),
  state: oneOf(shownStates, noFilter.state),
  unread: flag,
  kind: oneOf(["MEMBER", "KF_CUSTOMER", "GROUP_CHAT"], null),
  account: text,
  search: text,
};

/** The desk: conversations on the left, the open one on the right; on a phone one after the other. */
export function ConversationsPage() {
  const { t } = useTranslation("conversations");
  const can = useCan();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("md"));
  const [view, change] = useUrlState(viewState);
  const { id, dialog, whose: of, state, unread, kind, account, search } = view;
  const filter = useMemo<ListFilter>(
    () => ({ whose: of, state, unread, kind, account, search }),
    [of, state, unread, kind, account, search],
  );
  const list = useConversationList(filter, id);
  const open = useStable((next: string) => change({ id: next }, "push"));
  const isFiltered = JSON.stringify(filterOf(filter)) !== JSON.stringify(filterOf(noFilter));
  const mayStart = can("conversation:reply") && can("account:read");

  return (
    <Page
      fill
      personal
      title={t("title")}
      context={narrow ? undefined : t("context")}
      actions={
        mayStart && (
          <Button
            variant="contained"
            startIcon={<AddIcon />}
            onClick={() => change({ dialog: "start" }, "push")}
          >
            {t("start.open")}
          </Button>
        )
      }
    >
      <Paper
        variant="outlined"
        sx={{
          display: "flex",
          flex: 1,
          minHeight: 0,
          height: { xs: "calc(100dvh - 132px)", sm: "auto" },
          overflow: "hidden",
        }}
      >
        {(!narrow || id === "") && (
          <Box
            sx={{
              width: { xs: "100%", md: 340 },
              flexShrink: 0,
              display: "flex",
              flexDirection: "column",
              minHeight: 0,
              borderRight: { md: 1 },
              borderColor: { md: "divider" },
            }}
          >
            <ConversationFilters filter={filter} onChange={(next) => change(next)} />
            <ConversationList
              list={list}
              openId={id}
              isFiltered={isFiltered}
              onOpen={open}
              onClear={() => change(noFilter)}
            />
          </Box>
        )}
        {(!narrow || id !== "") && (
          <Box
            component="section"
            aria-label={t("conversation")}
            sx={{ flex: 1, minWidth: 0, display: "flex", flexDirection: "column", minHeight: 0 }}
          >
            {id === "" ? (
              <EmptyState icon={<InboxIcon />} title={t("choose.title")}>
                {t("choose.text")}
              </EmptyState>
            ) : (
              <ConversationPane
                key={id}
                id={id}
                onBack={narrow ? () => change({ id: "" }, "push") : undefined}
              />
            )}
          </Box>
        )}
      </Paper>
      {dialog === "start" && mayStart && (
        <StartDialog
          onClose={() => change({ dialog: null })}
          onStarted={(started) => change({ dialog: null, id: started })}
        />
      )}
    </Page>
  );
}
