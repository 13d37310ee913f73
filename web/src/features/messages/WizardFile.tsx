import { useTranslation } from "react-i18next";
import { download, toCsv } from "../../charts/csv.ts";
import { CsvFilePanel } from "../../csv/CsvFilePanel.tsx";
import type { Wizard } from "./useWizard.ts";

/** The file of recipients. */
export function WizardFile({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("messages");
  const sample = () =>
    download(
      t("wizard.sampleName"),
      toCsv(
        ["userid", "name", "time"],
        [
          ["zhangsan", t("wizard.sampleOne"), "10:30"],
          ["lisi", t("wizard.sampleTwo"), "11:00"],
        ],
      ),
    );
  return (
    <CsvFilePanel
      title={t("wizard.step.file")}
      csv={wizard.csv}
      sample={{ label: t("wizard.sample"), download: sample }}
    />
  );
}
