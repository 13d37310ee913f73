import { Autocomplete, Box, Chip, FormControlLabel, Switch, TextField } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChoiceField } from "./ChoiceField.tsx";
import { at, changed } from "./contentState.ts";
import { CountedField } from "./CountedField.tsx";
import { FieldGroup } from "./FieldGroup.tsx";
import { FieldList } from "./FieldList.tsx";
import { FileField } from "./FileField.tsx";
import type { ContentFieldsProps, OneFieldProps } from "./fieldTypes.ts";
import { useIssueText } from "./issueText.ts";
import { LinkField } from "./LinkField.tsx";

/** A table of fields as a form: groups and lists hold tables of their own. */
export function ContentFields({ fields, value, path, issues, onChange }: ContentFieldsProps) {
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={at(value, [field.name])}
          path={[...path, field.name]}
          issues={issues}
          onChange={(next) => onChange(changed(value, [field.name], next))}
        />
      ))}
    </Box>
  );
}

function OneField(props: OneFieldProps) {
  const { field, value, path, issues, onChange } = props;
  const { t } = useTranslation("messages");
  const issueText = useIssueText();
  const here = issues.find((issue) => issue.path === path.join("."));
  const problem = here && issueText(here.message);
  const label = t(`field.${field.label}`);
  switch (field.kind) {
    case "text":
    case "area":
    case "url":
      return (
        <CountedField
          field={field}
          label={label}
          value={typeof value === "string" ? value : ""}
          problem={problem}
          onChange={onChange}
        />
      );
    case "file":
      return (
        <FileField
          field={field}
          label={label}
          value={typeof value === "string" ? value : ""}
          problem={problem}
          onChange={onChange}
        />
      );
    case "switch":
      return (
        <FormControlLabel
          control={<Switch checked={value === true} onChange={(_, checked) => onChange(checked)} />}
          label={label}
        />
      );
    case "words":
      return (
        <Autocomplete
          multiple
          freeSolo
          options={[]}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(_, next) =>
            onChange([...new Set(next.flatMap((entry) => entry.split(/[\s,;，；]+/)).filter(Boolean))])
          }
          renderValue={(entries, getItemProps) =>
            entries.map((entry, index) => {
              const { key, ...item } = getItemProps({ index });
              return <Chip key={key} label={entry} {...item} />;
            })
          }
          renderInput={(params) => (
            <TextField
              {...params}
              label={label}
              error={problem !== undefined}
              helperText={problem ?? t("hint.mentions")}
            />
          )}
        />
      );
    case "choice":
      return (
        <ChoiceField
          label={label}
          value={textOf(value, field.fallback)}
          options={field.options.map((option) => ({ value: option, label: t(`color.${option}`) }))}
          onChange={onChange}
        />
      );
    case "number":
      return (
        <ChoiceField
          label={label}
          value={textOf(value, field.fallback)}
          options={Array.from({ length: field.max - field.min + 1 }, (_, index) => {
            const number = String(field.min + index);
            return { value: number, label: number };
          })}
          onChange={(chosen) => onChange(Number(chosen))}
        />
      );
    case "group":
      return <FieldGroup {...props} Fields={ContentFields} field={field} label={label} problem={problem} />;
    case "list":
      return <FieldList {...props} Fields={ContentFields} field={field} label={label} problem={problem} />;
    case "link":
      return <LinkField {...props} Fields={ContentFields} field={field} label={label} problem={problem} />;
  }
}

/** A choice as the menu names it. */
function textOf(value: unknown, fallback: string | number): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : String(fallback);
}
