import { Alert, AlertTitle, Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Probe_ProbeFragment } from "../../gql/graphql.ts";
import { useReasonText } from "../../status/reasonText.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";

/** Why WeCom does not let an application in, what to do about it, and the address that is to be trusted. */
export function ProbeProblem({ probe }: { probe: Probe_ProbeFragment }) {
  const { t, i18n } = useTranslation(["accounts", "common"]);
  const reason = useReasonText()(probe.reason);
  const isChinese = i18n.language.startsWith("zh");
  // WeCom's code speaks of rights; of a probe it means something simpler.
  const isMixedUp = probe.reason === "agent_unknown";
  const meaning = isMixedUp ? t("app.agentUnknown") : isChinese ? probe.meaningZh : probe.meaning;
  const action = isMixedUp ? t("app.agentUnknownAdvice") : isChinese ? probe.actionZh : probe.action;
  const { address, errcode } = probe;
  return (
    <Alert
      severity="warning"
      variant="outlined"
      sx={{ textAlign: "start", width: "100%" }}
      data-probe-problem
    >
      <AlertTitle sx={{ mb: 0.25 }}>
        {meaning ?? reason}
        {errcode !== null && (
          <Typography component="span" variant="body2" color="textSecondary">
            {" "}
            <code>{errcode}</code>
          </Typography>
        )}
      </AlertTitle>
      {action}
      {address && (
        <Box sx={{ display: "flex", alignItems: "center", gap: 0.5, flexWrap: "wrap", mt: 0.5 }}>
          {t("app.address")} <code>{address}</code>
          <CopyButton text={address} label={`${t("common:copy")}: ${t("app.address")}`} />
        </Box>
      )}
    </Alert>
  );
}
