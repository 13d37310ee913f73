import { useTranslation } from "react-i18next";
import { wordOr } from "../../i18n/wordOr.ts";
import type { ImportField } from "./importFields.ts";
import type { JudgedRow } from "./importRows.ts";

/** What columns are called, and what is wrong with a row, in the reader's words. */
export function useImportText() {
  const { t, i18n } = useTranslation("patientImport");
  const labelOf = (field: ImportField) => t(`field.${field}`);

  const problemOf = ({ field, fault, message }: JudgedRow["problems"][number]): string => {
    if (field === null) return t(`fault.${fault}`);
    const expected =
      fault === "MALFORMED" ? wordOr(i18n, "patientImport", `expected.${field}`, message ?? "") : "";
    return t("fieldProblem", {
      field: labelOf(field),
      problem: expected || t(`fault.${fault}`),
    });
  };

  const tellOf = ({ outcome, problems, recordNumber, matchedBy, sameAsLine }: JudgedRow): string => {
    if (outcome === "REPEATED" && sameAsLine !== null) return t("sameAs", { line: sameAsLine });
    if (outcome === "EXISTS" && matchedBy)
      return t("existsAs", { number: recordNumber ?? "", by: t(`match.${matchedBy}`) });
    if (outcome === "REGISTERED") return t("registeredAs", { number: recordNumber ?? "" });
    return problems.map(problemOf).join(" ");
  };

  return { labelOf, tellOf };
}
