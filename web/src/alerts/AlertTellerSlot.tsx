import { lazy, Suspense } from "react";
import { loadWords } from "../i18n/i18n.ts";
import { usePreferences } from "../preferences/preferences.ts";

const AlertTeller = lazy(async () => {
  const [{ AlertTeller: teller }] = await Promise.all([import("./AlertTeller.tsx"), loadWords("alerts")]);
  return { default: teller };
});

/** Fetched only by those who want to be told. */
export function AlertTellerSlot() {
  const { alertSound, alertDesktop } = usePreferences();
  return alertSound || alertDesktop ? (
    <Suspense fallback={null}>
      <AlertTeller />
    </Suspense>
  ) : null;
}
