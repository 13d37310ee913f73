import { Alert, Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { CsvTable } from "../../csv/readTable.ts";
import { ChoiceField } from "../../messages/content/ChoiceField.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { type ImportField, importFields, type ImportMapping, isEnough } from "./importFields.ts";
import { useImportText } from "./useImportText.ts";

const none = "none";

interface MappingPanelProps {
  table: CsvTable;
  mapping: ImportMapping;
  onChange: (mapping: ImportMapping) => void;
}

/** Which column is what, with a value of each so that a mistake is seen. */
export function MappingPanel({ table, mapping, onChange }: MappingPanelProps) {
  const { t } = useTranslation("patientImport");
  const { labelOf } = useImportText();
  const options = [
    { value: none, label: t("notInFile") },
    ...table.columns.map((name, index) => ({ value: String(index), label: name })),
  ];
  const used = new Set(Object.values(mapping));
  const unused = table.columns.filter((_, index) => !used.has(index));

  const set = (field: ImportField, chosen: string) => {
    const { [field]: _before, ...rest } = mapping;
    onChange(chosen === none ? rest : { ...rest, [field]: Number(chosen) });
  };
  const exampleOf = (column: number | undefined) =>
    column === undefined ? "" : (table.rows.find(({ values }) => values[column])?.values[column] ?? "");

  return (
    <Panel title={t("step.mapping")}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {t("mappingText")}
      </Typography>
      {!isEnough(mapping) && (
        <Alert severity="warning" variant="outlined" sx={{ mb: 2 }}>
          {t("notEnough")}
        </Alert>
      )}
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: {
            xs: "minmax(0,1fr)",
            sm: "repeat(2, minmax(0,1fr))",
            lg: "repeat(3, minmax(0,1fr))",
          },
        }}
      >
        {importFields.map((field) => {
          const example = exampleOf(mapping[field]);
          return (
            <ChoiceField
              key={field}
              label={labelOf(field)}
              value={String(mapping[field] ?? none)}
              options={options}
              hint={example === "" ? " " : t("exampleOf", { value: example.slice(0, 40) })}
              onChange={(chosen) => set(field, chosen)}
            />
          );
        })}
      </Box>
      {unused.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {t("unused", { names: unused.slice(0, 12).join(", "), count: unused.length })}
        </Typography>
      )}
      {mapping.hasConsented === undefined && (
        <Alert severity="info" variant="outlined" sx={{ mt: 2 }}>
          {t("noConsent")}
        </Alert>
      )}
    </Panel>
  );
}
