import { useQuery } from "@apollo/client/react";
import { Autocomplete, TextField } from "@mui/material";
import { useState } from "react";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { graphql } from "../../gql/gql.ts";
import { useDebounced } from "../../ui/useDebounced.ts";

const patientsQuery = graphql(`
  query DevicePatients($filter: PatientFilter) {
    patients(first: 20, filter: $filter) {
      nodes {
        id
        name
        recordNumber
      }
    }
  }
`);

interface PatientPickerProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  hint?: string;
  required?: boolean;
}

/** A patient by name, number or phone. */
export function PatientPicker<Values extends FieldValues>({
  control,
  name,
  hint,
  required = false,
}: PatientPickerProps<Values>) {
  const { t } = useTranslation("devices");
  const problem = useFieldProblem();
  const {
    field,
    fieldState: { error },
  } = useController({ control, name });
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ id: string; label: string } | null>(null);
  const search = useDebounced(typed, 250);
  const isSearch = search !== "" && search !== chosen?.label;
  const { data, previousData, loading } = useQuery(patientsQuery, {
    variables: { filter: isSearch ? { search } : {} },
  });
  const options = ((data ?? previousData)?.patients.nodes ?? []).map((patient) => ({
    id: patient.id,
    label: `${patient.name} · ${patient.recordNumber}`,
  }));
  return (
    <Autocomplete
      filterOptions={(all) => all}
      loading={loading}
      options={options}
      isOptionEqualToValue={(option, value) => option.id === value.id}
      value={chosen}
      inputValue={typed}
      onInputChange={(_, value) => setTyped(value)}
      onChange={(_, value) => {
        setChosen(value);
        field.onChange(value?.id ?? "");
      }}
      renderInput={(params) => (
        <TextField
          {...params}
          inputRef={field.ref}
          required={required}
          label={t("field.patient")}
          error={error !== undefined}
          helperText={problem(error?.message) ?? hint ?? null}
        />
      )}
    />
  );
}
