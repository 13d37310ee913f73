import { Box, Chip, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { useLiveAccount } from "../../live/LiveContext.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import type { AccountData } from "./accountQuery.ts";
import { HeartbeatDot } from "./HeartbeatDot.tsx";
import { TagEditor } from "./TagEditor.tsx";

/** Who this account is in WeCom, how it is connected, and who answers for it. */
export function ConnectionPanel({ account }: { account: AccountData }) {
  const { t } = useTranslation(["accounts", "common"]);
  const formats = useFormats();
  const { status } = useLiveAccount(account);
  // Somebody who has left meanwhile comes back as nobody.
  const boundUsers = (account.boundUsers ?? []).filter((user) => user !== null);
  const facts: [string, ReactNode][] = [
    [
      t("fact.wecomUser"),
      account.wecomName ? (
        <>
          {account.wecomName}
          {account.wecomUserId && <code> {account.wecomUserId}</code>}
        </>
      ) : (
        t("fact.notYet")
      ),
    ],
    [t("fact.device"), account.device ?? t("fact.notYet")],
    [
      t("fact.heartbeat"),
      account.lastHeartbeatAt ? (
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
          <HeartbeatDot at={account.lastHeartbeatAt} beating={status === "ONLINE"} />
          <TimeAgo at={account.lastHeartbeatAt} pace="second" />
          {account.heartbeatLatencyMs !== null && (
            <Typography component="span" variant="body2" color="textSecondary">
              {t("fact.latency", { ms: formats.number(account.heartbeatLatencyMs) })}
            </Typography>
          )}
        </Box>
      ) : (
        t("common:never")
      ),
    ],
    [
      t("fact.recovery"),
      account.nextRecoveryAt ? (
        <>
          {t("fact.nextRecovery")} <Time at={account.nextRecoveryAt} /> ·{" "}
          {t("fact.attempts", { count: account.recoveryAttempts })}
        </>
      ) : (
        t(account.autoRecover ? "fact.automatic" : "fact.byHand")
      ),
    ],
    [
      t("column.owner"),
      account.owner ? <Person id={account.owner.id} name={account.owner.displayName} /> : t("common:none"),
    ],
    [
      t("fact.boundUsers"),
      boundUsers.length > 0 ? (
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
          {boundUsers.map(({ id, displayName }) => (
            <Chip key={id} label={displayName} variant="outlined" />
          ))}
        </Box>
      ) : (
        t("common:none")
      ),
    ],
    [t("column.tags"), <TagEditor key="tags" account={account} />],
    [t("column.created"), <Time key="created" at={account.createdAt} />],
  ];
  return (
    <Panel title={t("fact.title")}>
      <Facts facts={facts} />
    </Panel>
  );
}

function Person({ id, name }: { id: string; name: string }) {
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}>
      <PersonAvatar id={id} name={name} size={20} />
      {name}
    </Box>
  );
}
