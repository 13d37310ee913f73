import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { useToaster } from "../ui/Toasts.tsx";
import {
  acknowledgeHealthAlerts,
  assignHealthAlerts,
  resolveHealthAlerts,
  type HealthAlertRow,
} from "./healthAlertQueries.ts";
import { useReader } from "./useReader.ts";

type Seen = Pick<HealthAlertRow, "id" | "version">;
interface Answer {
  alerts: readonly { id: string }[];
  refused: readonly { alertId: string; reason: string }[];
}

/** What can be done to alerts as they are seen here. Each returns once it is done, and tells what was left as it was. */
export function useAlertActs() {
  const { t } = useTranslation("healthAlerts");
  const toaster = useToaster();
  const reader = useReader();
  const [acknowledge] = useMutation(acknowledgeHealthAlerts);
  const [assign] = useMutation(assignHealthAlerts);
  const [resolve] = useMutation(resolveHealthAlerts);
  const seen = (alerts: readonly Seen[]) => alerts.map(({ id, version }) => ({ id, version }));
  const tell = (key: "acknowledge" | "assign" | "resolve", { alerts, refused }: Answer) => {
    const done = alerts.length - refused.length;
    toaster.done(
      refused.length === 0 ? t(`${key}.done`, { count: done }) : t("partly", { done, left: refused.length }),
    );
  };
  return {
    async acknowledge(alerts: readonly Seen[], note?: string) {
      const { data } = await acknowledge({
        variables: { ...reader, input: { alerts: seen(alerts), note: note || null } },
      });
      if (data) tell("acknowledge", data.acknowledgeHealthAlerts);
    },
    async assign(alerts: readonly Seen[], userId: string | null) {
      const { data } = await assign({ variables: { ...reader, input: { alerts: seen(alerts), userId } } });
      if (data) tell("assign", data.assignHealthAlerts);
    },
    async resolve(alerts: readonly Seen[], note: string) {
      const { data } = await resolve({ variables: { ...reader, input: { alerts: seen(alerts), note } } });
      if (data) tell("resolve", data.resolveHealthAlerts);
    },
  };
}
