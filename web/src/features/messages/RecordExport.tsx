import { useApolloClient } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ExportCsvButton } from "../../ui/ExportCsvButton.tsx";
import { useErrorWords } from "./errorWords.ts";
import { collectRecords, recordsCsv } from "./exportRecords.ts";
import { filterOf, type RecordsState } from "./recordsQuery.ts";

export function RecordExport({ state }: { state: RecordsState }) {
  const { t } = useTranslation(["messages", "status"]);
  const client = useApolloClient();
  const formats = useFormats();
  const words = useErrorWords();

  const read = async () => {
    const { rows, more } = await collectRecords(client, filterOf(state));
    const told = t(more ? "records.exportedFirst" : "records.exported", { count: rows.length });
    return { csv: recordsCsv(rows, t, formats, words), told };
  };

  return <ExportCsvButton name={t("records.title")} read={read} />;
}
