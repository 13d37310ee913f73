import { Box, ButtonBase, Typography } from "@mui/material";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ink, tint } from "../../theme/tones.ts";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { contentIcon, kindIcon } from "./kindLook.ts";
import type { Row } from "./listRules.ts";

interface ConversationRowProps {
  row: Row;
  isOpen: boolean;
  onOpen: (id: string) => void;
}

/** One conversation in the list: who, what was said last, and whether it waits. */
export const ConversationRow = memo(function ConversationRow({ row, isOpen, onOpen }: ConversationRowProps) {
  const { t } = useTranslation("conversations");
  const formats = useFormats();
  const { id, name, kind, unread, assignee, lastMessage, state } = row;
  const Kind = kindIcon[kind];
  const Content = lastMessage ? contentIcon[lastMessage.type] : undefined;
  return (
    <ButtonBase
      id={`conversation-${id}`}
      aria-current={isOpen ? "true" : undefined}
      onClick={() => onOpen(id)}
      sx={{
        display: "flex",
        justifyContent: "flex-start",
        alignItems: "flex-start",
        textAlign: "left",
        gap: 1.25,
        width: "100%",
        px: 1.5,
        py: 1,
        borderBottom: 1,
        borderColor: "divider",
        bgcolor: isOpen ? "action.selected" : "transparent",
        "&:hover": { bgcolor: isOpen ? "action.selected" : "action.hover" },
        "&:focus-visible": { outline: 2, outlineColor: "primary.main", outlineOffset: -2 },
      }}
    >
      <Box sx={{ position: "relative", mt: 0.25 }}>
        <PersonAvatar id={row.recipient} name={name} size={36} />
        <Kind
          titleAccess={t(`kind.${kind}`)}
          sx={{
            position: "absolute",
            right: -5,
            bottom: -5,
            fontSize: 16,
            p: "1px",
            borderRadius: "50%",
            bgcolor: "background.paper",
            color: "text.secondary",
          }}
        />
      </Box>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={{ display: "flex", gap: 1, alignItems: "baseline" }}>
          <Typography component="span" noWrap sx={{ flex: 1, fontWeight: unread > 0 ? 650 : 500 }}>
            {name}
          </Typography>
          <Typography component="span" variant="caption" color="textSecondary" sx={{ flexShrink: 0 }}>
            <TimeAgo at={row.lastMessageAt} />
          </Typography>
        </Box>
        <Box sx={{ display: "flex", gap: 0.5, alignItems: "center", color: "text.secondary", minHeight: 20 }}>
          {Content && <Content sx={{ fontSize: 15, flexShrink: 0 }} aria-hidden="true" />}
          <Typography
            component="span"
            variant="body2"
            noWrap
            sx={{ flex: 1, color: unread > 0 ? "text.primary" : "text.secondary" }}
          >
            {lastMessage && lastMessage.direction !== "IN" && `${t("we")} `}
            {lastMessage
              ? lastMessage.preview || t(`type.${lastMessage.type}`, { defaultValue: "" })
              : t("nothingYet")}
          </Typography>
          {unread > 0 && (
            <Box
              component="span"
              sx={{
                minWidth: 18,
                height: 18,
                px: 0.5,
                borderRadius: 9,
                bgcolor: tint("negative"),
                color: ink("negative"),
                fontSize: "0.6875rem",
                fontWeight: 650,
                display: "grid",
                placeItems: "center",
              }}
            >
              <span aria-hidden="true">{unread > 99 ? "99+" : formats.number(unread)}</span>
              <span className="visually-hidden">{t("unreadCount", { count: unread })}</span>
            </Box>
          )}
        </Box>
        <Typography component="div" variant="caption" color="textSecondary" noWrap>
          {state === "CLOSED" ? t("state.CLOSED") : (assignee?.displayName ?? t("nobody"))}
        </Typography>
      </Box>
    </ButtonBase>
  );
});
