import BatteryIcon from "@mui/icons-material/Battery5BarRounded";
import LowIcon from "@mui/icons-material/BatteryAlertRounded";
import RetiredIcon from "@mui/icons-material/BlockRounded";
import NeverIcon from "@mui/icons-material/HourglassEmptyRounded";
import OnlineIcon from "@mui/icons-material/SensorsRounded";
import OfflineIcon from "@mui/icons-material/SensorsOffRounded";
import { Box, Link as TextLink, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel, type StatusLook } from "../../status/StatusLabel.tsx";
import { ink } from "../../theme/tones.ts";
import type { DeviceData } from "./deviceQueries.ts";

const looks: Record<DeviceData["connection"], StatusLook> = {
  ONLINE: { tone: "positive", icon: OnlineIcon },
  OFFLINE: { tone: "negative", icon: OfflineIcon },
  NEVER_SEEN: { tone: "neutral", icon: NeverIcon },
};
const batteryLow = 15;

export function ConnectionLabel({ device }: { device: Pick<DeviceData, "connection" | "retiredAt"> }) {
  const { t } = useTranslation("devices");
  if (device.retiredAt)
    return (
      <StatusLabel tone="neutral" icon={RetiredIcon}>
        {t("connection.RETIRED")}
      </StatusLabel>
    );
  return <StatusLabel {...looks[device.connection]}>{t(`connection.${device.connection}`)}</StatusLabel>;
}

export function Battery({ percent }: { percent: number | null | undefined }) {
  const formats = useFormats();
  if (percent == null) return <span>–</span>;
  const isLow = percent <= batteryLow;
  const Icon = isLow ? LowIcon : BatteryIcon;
  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 0.25,
        ...(isLow && { color: ink("negative") }),
      }}
    >
      <Icon aria-hidden="true" sx={{ fontSize: 16 }} />
      {formats.percent(percent / 100)}
    </Box>
  );
}

export function PatientLink({ device }: { device: DeviceData }) {
  const { t } = useTranslation("devices");
  const { binding } = device;
  if (!binding)
    return (
      <Typography component="span" variant="body2" color="textSecondary">
        {device.kind === "GATEWAY" ? "–" : t("free")}
      </Typography>
    );
  return (
    <TextLink
      component={Link}
      to={`/health/patients/${binding.patientId}?tab=devices`}
      underline="hover"
      noWrap
    >
      {binding.recordNumber}
    </TextLink>
  );
}

export function DeviceLink({ device }: { device: DeviceData }) {
  return (
    <TextLink
      component={Link}
      to={`/health/devices/${device.id}`}
      underline="hover"
      noWrap
      sx={{ fontWeight: 520, color: "text.primary" }}
    >
      {device.name}
    </TextLink>
  );
}
