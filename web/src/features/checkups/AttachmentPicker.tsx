import { useQuery } from "@apollo/client/react";
import { Autocomplete, TextField } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useDebounced } from "../../ui/useDebounced.ts";

const filesQuery = graphql(`
  query CheckupFiles($search: String) {
    files(first: 20, filter: { search: $search }) {
      nodes {
        id
        name
      }
    }
  }
`);

interface AttachmentPickerProps {
  value: readonly { id: string; name: string }[];
  onChange: (files: { id: string; name: string }[]) => void;
}

/** Files of the tenant by name. */
export function AttachmentPicker({ value, onChange }: AttachmentPickerProps) {
  const { t } = useTranslation("checkups");
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 250);
  const { data, previousData, loading } = useQuery(filesQuery, { variables: { search: search || null } });
  const found = (data ?? previousData)?.files.nodes ?? [];
  return (
    <Autocomplete
      multiple
      filterOptions={(options) => options}
      loading={loading}
      options={found.map(({ id, name }) => ({ id, name }))}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      value={[...value]}
      inputValue={typed}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, files) => onChange(files)}
      renderInput={(params) => (
        <TextField {...params} label={t("field.attachments")} helperText={t("attachmentsHint")} />
      )}
    />
  );
}
