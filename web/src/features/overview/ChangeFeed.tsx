import ArrowIcon from "@mui/icons-material/ArrowForwardRounded";
import FeedIcon from "@mui/icons-material/RssFeedRounded";
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { useReasonText } from "../../status/reasonText.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import type { FeedItem } from "./feed.ts";

/** What has just changed. It holds still under the pointer, so that nobody clicks what has moved away. */
export function ChangeFeed({ items }: { items: readonly FeedItem[] }) {
  const { t } = useTranslation("overview");
  const [held, setHeld] = useState<readonly FeedItem[] | null>(null);
  const shown = held ?? items;
  const waiting = held ? items.filter(({ key }) => !held.some((item) => item.key === key)).length : 0;

  return (
    <Panel title={t("feed.title")} note={waiting > 0 ? t("feed.held", { count: waiting }) : undefined} flush>
      {shown.length === 0 ? (
        <EmptyState icon={<FeedIcon />} title={t("feed.emptyTitle")}>
          {t("feed.emptyText")}
        </EmptyState>
      ) : (
        <Box
          component="ul"
          tabIndex={0}
          aria-label={t("feed.title")}
          onPointerEnter={() => setHeld(items)}
          onPointerLeave={() => setHeld(null)}
          sx={{ m: 0, p: 0, listStyle: "none", height: 256, overflow: "auto" }}
        >
          {shown.map((item) => (
            <Change key={item.key} item={item} />
          ))}
        </Box>
      )}
    </Panel>
  );
}

function Change({ item }: { item: FeedItem }) {
  const reasonText = useReasonText();
  return (
    <Box
      component="li"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "minmax(0,1fr) auto", sm: "minmax(0,1fr) auto 84px" },
        alignItems: "center",
        columnGap: 1.5,
        px: 2,
        py: 0.75,
        minHeight: 40,
        borderTop: 1,
        borderColor: "divider",
        "&:first-of-type": { borderTop: 0 },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <MuiLink
          component={Link}
          to={`/accounts/${item.accountId}`}
          noWrap
          sx={{ display: "block", color: "text.primary", fontWeight: 520 }}
        >
          {item.accountName}
        </MuiLink>
        <Typography variant="caption" component="div" color="textSecondary" noWrap>
          {[reasonText(item.reason), item.actorName].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      <Box sx={{ display: "flex", alignItems: "center", gap: 0.5 }}>
        {item.from && (
          <Box sx={{ display: { xs: "none", md: "flex" }, alignItems: "center", gap: 0.5 }}>
            <AccountStatusChip status={item.from} />
            <ArrowIcon sx={{ fontSize: 14, color: "text.secondary" }} />
          </Box>
        )}
        <AccountStatusChip status={item.to} />
      </Box>
      <Typography
        variant="caption"
        color="textSecondary"
        sx={{ textAlign: "right", display: { xs: "none", sm: "block" } }}
        noWrap
      >
        <TimeAgo at={item.at} pace="second" />
      </Typography>
    </Box>
  );
}
