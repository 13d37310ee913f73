import { useTranslation } from "react-i18next";
import type { Channel_ItemFragment } from "../../gql/graphql.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { type DeliveryStatus, deliveryLook, standingLook, standingOf } from "./channelLooks.ts";

export function ChannelStandingLabel({ channel }: { channel: Channel_ItemFragment }) {
  const { t } = useTranslation("channels");
  const standing = standingOf(channel);
  return <StatusLabel {...standingLook[standing]}>{t(`standing.${standing}`)}</StatusLabel>;
}

export function DeliveryStatusLabel({ status }: { status: DeliveryStatus }) {
  const { t } = useTranslation("channels");
  return <StatusLabel {...deliveryLook[status]}>{t(`delivery.${status}`)}</StatusLabel>;
}
