import { Box, CircularProgress, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { AccountLogin_AccountFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useNow } from "../../ui/useNow.ts";
import { CallbackValues } from "./CallbackValues.tsx";
import { leftMs } from "./loginFlow.ts";
import { ProbeProblem } from "./ProbeProblem.tsx";

/** WAITING_QR of an application: what to click in WeCom's console, and what to enter there. */
export function AppCallbackStep({ account }: { account: AccountLogin_AccountFragment }) {
  const { t } = useTranslation("accounts");
  const formats = useFormats();
  const now = useNow("second");
  const { application, login } = account;
  const left = login ? leftMs(login.expiresAt, now) : 0;
  return (
    <Box sx={{ display: "grid", gap: 1.5, width: "100%", alignSelf: "start", pt: 1 }}>
      <Typography variant="h2" component="p">
        {t("app.callbackTitle")}
      </Typography>
      <Box component="ol" sx={{ m: 0, pl: 2.5, textAlign: "start", display: "grid", gap: 0.25 }}>
        {(["open", "receive", "paste"] as const).map((step) => (
          <Typography key={step} component="li" variant="body2">
            {t(`app.steps.${step}`)}
          </Typography>
        ))}
      </Box>
      {application?.callback && <CallbackValues callback={application.callback} />}
      <Box sx={{ display: "flex", gap: 1.25, alignItems: "center", justifyContent: "center" }}>
        <CircularProgress size={16} aria-hidden="true" />
        <Typography variant="body2" color="textSecondary">
          {t("app.waiting")} {left > 0 && t("app.until", { time: formats.duration(left) })}
        </Typography>
      </Box>
    </Box>
  );
}

/** VERIFYING of an application: all is well in a moment, or this is what is in the way. */
export function AppProbeStep({ account }: { account: AccountLogin_AccountFragment }) {
  const { t } = useTranslation("accounts");
  const probe = account.application?.lastProbe;
  const isBlocked = account.statusReason !== null && probe != null && !probe.ok;
  return (
    <Box sx={{ display: "grid", justifyItems: "center", gap: 2, width: "100%" }}>
      <CircularProgress size={36} aria-hidden="true" />
      <Typography sx={{ fontWeight: 560 }}>{t(isBlocked ? "app.blocked" : "app.probing")}</Typography>
      {isBlocked && (
        <>
          <ProbeProblem probe={probe} />
          <Typography variant="body2" color="textSecondary">
            {t("app.goesOn")}
          </Typography>
        </>
      )}
    </Box>
  );
}
