import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AlertSeverityChip, AlertStateChip } from "../status/AlertChips.tsx";
import { Lasting, Time } from "../ui/Time.tsx";
import type { AlertRowData } from "./alertFragment.ts";
import { useMeasure } from "./useMeasure.ts";

interface AlertCardProps {
  alert: AlertRowData;
  /** Where the list is of one account, its name would be said again on every line. */
  withAccount?: boolean;
  onAcknowledge?: ((id: string) => void) | undefined;
}

/** An alert in two lines. */
export function AlertCard({ alert, withAccount = true, onAcknowledge }: AlertCardProps) {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  const { id, kind, unit, state } = alert;
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, minWidth: 0 }}>
      <Box sx={{ flex: 1, minWidth: 0, display: "grid", gap: 0.5 }}>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          <AlertSeverityChip severity={alert.severity} />
          <MuiLink component={Link} to={`/alerts/${id}`} sx={{ fontWeight: 540, color: "text.primary" }}>
            {t(`kind.${kind}`)}
          </MuiLink>
          <AlertStateChip state={state} clearing={alert.clearingSince !== null} />
        </Box>
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {withAccount && `${alert.accountName} · `}
          {`${measure(alert.value, unit)} / ${measure(alert.threshold, unit)} · `}
          {alert.resolvedAt ? <Time at={alert.resolvedAt} /> : <Lasting since={alert.since} />}
        </Typography>
      </Box>
      {onAcknowledge && state === "OPEN" && (
        <Button size="small" onClick={() => onAcknowledge(id)}>
          {t("acknowledge.action")}
        </Button>
      )}
    </Box>
  );
}
