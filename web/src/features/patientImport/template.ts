import type { TFunction } from "i18next";
import { download, toCsv } from "../../charts/csv.ts";
import { importFields } from "./importFields.ts";

/** A file to begin with: every column, and two people who do not exist. */
export function downloadTemplate(t: TFunction<"patientImport">): void {
  const header = importFields.map((field) => t(`field.${field}`));
  const rows = (["one", "two"] as const).map((who) =>
    importFields.map((field) => t(`example.${who}.${field}`)),
  );
  download(t("templateName"), toCsv(header, rows));
}
