import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useLiveAccount } from "../../live/LiveContext.tsx";
import { useAccountWords } from "../../status/accountWords.ts";
import { Panel } from "../../ui/Panel.tsx";
import type { AccountData } from "./accountQuery.ts";
import { ConnectionPanel } from "./ConnectionPanel.tsx";
import { HealthPanel } from "./HealthPanel.tsx";
import { StateMachine } from "./StateMachine.tsx";
import { TimePanel } from "./TimePanel.tsx";

export type Days = "1" | "7" | "30";

interface AccountOverviewTabProps {
  account: AccountData;
  since: string;
  days: Days;
  onDays: (days: Days) => void;
}

export function AccountOverviewTab({ account, since, days, onDays }: AccountOverviewTabProps) {
  const { t } = useTranslation("accounts");
  const words = useAccountWords();
  const { status } = useLiveAccount(account);
  const last = account.history.nodes.find(({ to }) => to === status);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Panel title={t("machine.title")} note={words.meaning({ status, connector: account.connector })}>
        <StateMachine present={status} previous={last?.from ?? null} connector={account.connector} />
      </Panel>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
        <HealthPanel account={account} />
        <ConnectionPanel account={account} />
      </Box>
      <TimePanel account={account} since={since} days={days} onDays={onDays} />
    </Box>
  );
}
