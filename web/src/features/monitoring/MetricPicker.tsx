import { Autocomplete, Box, Chip, TextField } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { MetricNamesQuery } from "../../gql/graphql.ts";
import { namesMax } from "./metricsQuery.ts";

export type MetricInfo = MetricNamesQuery["metricNames"][number];

interface MetricPickerProps {
  known: readonly MetricInfo[];
  chosen: readonly string[];
  onChange: (names: string[]) => void;
}

/** What is measured, found by its title or its name. */
export function MetricPicker({ known, chosen, onChange }: MetricPickerProps) {
  const { t, i18n } = useTranslation("monitoring");
  const titleOf = ({ title, titleZh }: MetricInfo) => (i18n.language === "zh-CN" ? titleZh : title);
  const byName = new Map(known.map((info) => [info.name, info]));
  const words = (name: string) => {
    const info = byName.get(name);
    return info ? titleOf(info) : name;
  };
  return (
    <Autocomplete
      multiple
      size="small"
      disableCloseOnSelect
      options={known.map(({ name }) => name)}
      value={[...chosen]}
      onChange={(_, names) => onChange(names.slice(0, namesMax))}
      getOptionLabel={(name) => `${words(name)} ${name}`}
      getOptionDisabled={(name) => chosen.length >= namesMax && !chosen.includes(name)}
      noOptionsText={t("explorer.noSuchMetric")}
      renderOption={(props, name) => (
        <Box component="li" {...props} key={name} sx={{ display: "block !important" }}>
          <Box component="span" sx={{ display: "block" }}>
            {words(name)}
          </Box>
          <Box component="code" sx={{ fontSize: "0.75rem", color: "text.secondary" }}>
            {name}
          </Box>
        </Box>
      )}
      renderValue={(names, itemProps) =>
        names.map((name, index) => {
          const { key, ...props } = itemProps({ index });
          return <Chip key={key} size="small" label={words(name)} {...props} />;
        })
      }
      renderInput={(params) => (
        <TextField {...params} label={t("explorer.metrics")} placeholder={t("explorer.find")} />
      )}
    />
  );
}
