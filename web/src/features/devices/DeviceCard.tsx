import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { TimeAgo } from "../../ui/Time.tsx";
import { Battery, ConnectionLabel, DeviceLink, PatientLink } from "./DeviceLabels.tsx";
import type { DeviceData } from "./deviceQueries.ts";

/** A device on a phone, and among a patient's, where whose it is would be said again on every card. */
export function DeviceCard({ device, withPatient = true }: { device: DeviceData; withPatient?: boolean }) {
  const { t } = useTranslation("devices");
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h3" component="div" noWrap>
        <DeviceLink device={device} />
      </Typography>
      <Typography variant="caption" color="textSecondary" component="div" noWrap>
        {t(`kind.${device.kind}`)} · {device.serialNumber}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mt: 0.5 }}>
        <ConnectionLabel device={device} />
        {/* That nothing was ever heard of it is what its state says already. */}
        {device.lastContactAt && (
          <Typography variant="caption" color="textSecondary" component="span">
            <TimeAgo at={device.lastContactAt} />
          </Typography>
        )}
        {device.battery !== null && (
          <Typography variant="caption" component="span">
            <Battery percent={device.battery} />
          </Typography>
        )}
        {withPatient && <PatientLink device={device} />}
      </Box>
    </Box>
  );
}
