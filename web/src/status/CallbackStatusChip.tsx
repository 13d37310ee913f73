import { useTranslation } from "react-i18next";
import type { CallbackStatus } from "../gql/graphql.ts";
import { callbackStatusLook } from "./callbackStatus.ts";
import { StatusLabel } from "./StatusLabel.tsx";

export function CallbackStatusChip({ status }: { status: CallbackStatus }) {
  const { t } = useTranslation("status");
  return <StatusLabel {...callbackStatusLook[status]}>{t(`callback.${status}`)}</StatusLabel>;
}
