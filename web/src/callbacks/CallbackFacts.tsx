import { Link as MuiLink } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../i18n/useFormats.ts";
import { CallbackStatusChip } from "../status/CallbackStatusChip.tsx";
import { Facts } from "../ui/Facts.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Time } from "../ui/Time.tsx";
import type { CallbackRow } from "./callbacksQuery.ts";
import { useReasonWords } from "./callbackWords.ts";

/** What a callback is and what became of it, without what it says. */
export function CallbackFacts({ callback }: { callback: CallbackRow }) {
  const { t } = useTranslation("callbacks");
  const formats = useFormats();
  const words = useReasonWords();
  const { status, reason, handlers, account, corp, duplicates, attempts, dueAt, handledAt } = callback;
  const facts: (readonly [string, ReactNode])[] = [
    [t("column.status"), <CallbackStatusChip key="status" status={status} />],
    ...(reason === null ? [] : [[t("column.reason"), words(reason)] as const]),
    [t("column.kind"), t(`kind.${callback.kind}`)],
    [t("column.name"), callback.name],
    ...(account
      ? [
          [
            t("column.account"),
            <MuiLink key="account" component={Link} to={`/accounts/${account.id}?tab=callbacks`}>
              {account.name}
            </MuiLink>,
          ] as const,
        ]
      : []),
    ...(corp ? [[t("column.corp"), corp.name] as const] : []),
    ...(callback.agentId === null ? [] : [[t("detail.agentId"), String(callback.agentId)] as const]),
    [t("column.sentAt"), <Time key="sent" at={callback.sentAt} />],
    [t("column.receivedAt"), <Time key="received" at={callback.receivedAt} />],
    ...(handledAt === null ? [] : [[t("detail.handledAt"), <Time key="handled" at={handledAt} />] as const]),
    ...(dueAt === null ? [] : [[t("detail.dueAt"), <Time key="due" at={dueAt} />] as const]),
    [t("column.attempts"), formats.number(attempts)],
    [t("column.duplicates"), formats.number(duplicates)],
    ...(handlers.length === 0 ? [] : [[t("detail.handlers"), handlers.join(", ")] as const]),
  ];
  return (
    <Panel>
      <Facts facts={facts} />
    </Panel>
  );
}
