import { useTranslation } from "react-i18next";
import type { AccountStatus } from "../gql/graphql.ts";
import { accountStatusLook } from "./accountStatus.ts";
import { StatusLabel } from "./StatusLabel.tsx";

export function AccountStatusChip({ status }: { status: AccountStatus }) {
  const { t } = useTranslation("status");
  return <StatusLabel {...accountStatusLook[status]}>{t(`account.${status}`)}</StatusLabel>;
}
