import { useTranslation } from "react-i18next";
import type { MessageStatus } from "../gql/graphql.ts";
import { messageStatusLook } from "./messageStatus.ts";
import { StatusLabel } from "./StatusLabel.tsx";

export function MessageStatusChip({ status }: { status: MessageStatus }) {
  const { t } = useTranslation("status");
  return <StatusLabel {...messageStatusLook[status]}>{t(`message.${status}`)}</StatusLabel>;
}
