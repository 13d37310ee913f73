import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAlertEvents } from "../live/AlertContext.tsx";
import type { LiveAlert } from "../live/alertQueries.ts";
import { preferences } from "../preferences/preferences.ts";
import { beep } from "./beep.ts";
import { useMeasure } from "./useMeasure.ts";

/** Makes new alerts heard and seen beyond this page, if this person wants that on this device. Draws nothing. */
export function AlertTeller(): null {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  const navigate = useNavigate();
  const show = ({ alert }: LiveAlert) => {
    const title = `${t(`severity.${alert.severity}`)} · ${t(`kind.${alert.kind}`)}`;
    const body = `${alert.accountName} · ${measure(alert.value, alert.unit)} / ${measure(alert.threshold, alert.unit)}`;
    // The tag lets a newer one of the same alert take the place of the older.
    const notification = new Notification(title, { body, tag: alert.id });
    notification.addEventListener("click", () => {
      globalThis.focus();
      void navigate(`/alerts/${alert.id}`);
    });
  };
  useAlertEvents((events) => {
    const { alertSound, alertDesktop } = preferences();
    const raised = events.filter(({ change }) => change === "RAISED" || change === "ESCALATED");
    const [first] = raised;
    if (!first) return;
    if (alertSound) beep(raised.some(({ alert }) => alert.severity === "CRITICAL"));
    // One is shown for a burst: the board shows the rest.
    if (alertDesktop && Notification.permission === "granted") show(first);
  });
  return null;
}
