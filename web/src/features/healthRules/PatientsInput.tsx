import { useQuery } from "@apollo/client/react";
import { Autocomplete, Chip, TextField } from "@mui/material";
import { useState } from "react";
import { useController } from "react-hook-form";
import type { Control } from "react-hook-form";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { useDebounced } from "../../ui/useDebounced.ts";
import type { NamedPatient, RuleValues } from "./ruleForm.ts";
import { patientChoicesQuery } from "./ruleQueries.ts";

interface PatientsInputProps {
  control: Control<RuleValues>;
  name: "patients" | "exceptPatients";
  label: string;
  hint?: string;
  disabled: boolean;
}

const pauseMs = 250;

/** Patients by part of a name, phone or record number; only those whom the viewer may see are offered. */
export function PatientsInput({ control, name, label, hint, disabled }: PatientsInputProps) {
  const problem = useFieldProblem();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), pauseMs);
  const { data, previousData, loading } = useQuery(patientChoicesQuery, {
    variables: { search },
    skip: search === "" || disabled,
  });
  const {
    field: { ref, value, onChange, onBlur },
    fieldState: { error },
  } = useController({ control, name });
  const found = search === "" ? [] : ((data ?? previousData)?.patients.nodes ?? []);
  return (
    <Autocomplete<NamedPatient, true>
      multiple
      disabled={disabled}
      options={found.map(({ id, name: called, recordNumber }) => ({
        id,
        name: `${called} · ${recordNumber}`,
      }))}
      // The server has searched by more than the name that is shown.
      filterOptions={(options) => options}
      getOptionLabel={(patient) => patient.name}
      isOptionEqualToValue={(option, chosen) => option.id === chosen.id}
      getOptionKey={({ id }) => id}
      loading={loading}
      value={value}
      inputValue={typed}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, next) => onChange(next)}
      onBlur={onBlur}
      renderValue={(chosen, getItemProps) =>
        chosen.map((patient, index) => {
          const { key, ...item } = getItemProps({ index });
          return <Chip key={key} label={patient.name} {...item} />;
        })
      }
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          inputRef={ref}
          error={error !== undefined}
          helperText={problem(error?.message) ?? hint ?? null}
        />
      )}
    />
  );
}
