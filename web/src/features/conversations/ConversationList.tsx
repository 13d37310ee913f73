import InboxIcon from "@mui/icons-material/ForumOutlined";
import { Box, Button, Skeleton } from "@mui/material";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { ConversationRow } from "./ConversationRow.tsx";
import type { ConversationList as List } from "./useConversationList.ts";

interface ConversationListProps {
  list: List;
  openId: string;
  isFiltered: boolean;
  onOpen: (id: string) => void;
  onClear: () => void;
}

/** The list beside the talk. Up and down go from one to the next. */
export function ConversationList({ list, openId, isFiltered, onOpen, onClear }: ConversationListProps) {
  const { t } = useTranslation("conversations");
  const box = useRef<HTMLDivElement>(null);
  const { rows, error, hasMore } = list;

  const step = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>("button[id^=conversation-]") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = buttons[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <Box
      ref={box}
      component="nav"
      aria-label={t("title")}
      onKeyDown={step}
      sx={{ flex: 1, minHeight: 0, overflowY: "auto" }}
    >
      {error !== undefined && (
        <Box sx={{ p: 1.5 }}>
          <ErrorNotice error={error} onRetry={list.reload} />
        </Box>
      )}
      {rows === undefined && error === undefined && <Waiting />}
      {rows?.length === 0 && (
        <EmptyState
          icon={<InboxIcon />}
          title={isFiltered ? t("noMatch.title") : t("empty.title")}
          action={isFiltered && <Button onClick={onClear}>{t("noMatch.clear")}</Button>}
        >
          {isFiltered ? undefined : t("empty.text")}
        </EmptyState>
      )}
      {rows?.map((row) => (
        <ConversationRow key={row.id} row={row} isOpen={row.id === openId} onOpen={onOpen} />
      ))}
      {hasMore && (
        <Box sx={{ p: 1, textAlign: "center" }}>
          <Button onClick={list.loadMore}>{t("more")}</Button>
        </Box>
      )}
    </Box>
  );
}

function Waiting() {
  return Array.from({ length: 8 }, (_, i) => (
    <Box key={i} sx={{ display: "flex", gap: 1.25, px: 1.5, py: 1.25 }} aria-hidden="true">
      <Skeleton variant="circular" width={36} height={36} />
      <Box sx={{ flex: 1 }}>
        <Skeleton width="55%" />
        <Skeleton width="85%" />
      </Box>
    </Box>
  ));
}
