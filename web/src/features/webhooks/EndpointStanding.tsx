import { Box, Tooltip } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Webhook_DeliveryFragment, Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { deliveryLook, endpointLook, standingOf } from "./webhookLooks.ts";

export function EndpointStandingLabel({ endpoint }: { endpoint: Webhook_EndpointFragment }) {
  const { t } = useTranslation("webhooks");
  const standing = standingOf(endpoint);
  const why = endpoint.disabledReason ? t(`disabledReason.${endpoint.disabledReason}`) : "";
  return (
    <Tooltip title={why}>
      <Box component="span" sx={{ display: "inline-flex" }}>
        <StatusLabel {...endpointLook[standing]}>{t(`standing.${standing}`)}</StatusLabel>
      </Box>
    </Tooltip>
  );
}

export function DeliveryStatusLabel({ status }: Pick<Webhook_DeliveryFragment, "status">) {
  const { t } = useTranslation("webhooks");
  return <StatusLabel {...deliveryLook[status]}>{t(`delivery.${status}`)}</StatusLabel>;
}

/** "99.2 % of 1,204": how many of the last day's deliveries that have ended arrived. */
export function SuccessRate({ health }: Pick<Webhook_EndpointFragment, "health">) {
  const { t } = useTranslation("webhooks");
  const formats = useFormats();
  const { succeeded, failed, successRate } = health;
  if (successRate === null) return <span>–</span>;
  return <span>{t("rate", { rate: formats.percent(successRate), count: succeeded + failed })}</span>;
}
