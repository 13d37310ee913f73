import { useApolloClient } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ExportCsvButton } from "../../ui/ExportCsvButton.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { ListState } from "./accountListQuery.ts";
import { accountsCsv, collectAccounts } from "./exportAccounts.ts";

export function ExportButton({ state }: { state: ListState }) {
  const { t } = useTranslation(["accounts", "status"]);
  const can = useCan();
  const client = useApolloClient();
  const formats = useFormats();

  const read = async () => {
    const rows = await collectAccounts(client, state, can("user:read"));
    return { csv: accountsCsv(rows, t, formats), told: t("exported", { count: rows.length }) };
  };

  return <ExportCsvButton name={t("title")} read={read} />;
}
