import { useQuery } from "@apollo/client/react";
import { Autocomplete, Chip, TextField } from "@mui/material";
import { useState } from "react";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { useDebounced } from "../../ui/useDebounced.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { PolicyPart } from "./policyPart.ts";
import { peopleQuery, personQuery } from "./policyQueries.ts";

interface PeopleInputProps extends PolicyPart {
  name: `escalation.${number}.userIds`;
}

/** Who is told at a step. Whoever may not see the organisation's users sees how many, and leaves them. */
export function PeopleInput({ control, name, disabled }: PeopleInputProps) {
  const { t } = useTranslation("alerting");
  const maySee = useCan()("user:read");
  const problem = useFieldProblem();
  const {
    field: { ref, value, onChange, onBlur },
    fieldState: { error },
  } = useController({ control, name });
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 250);
  const { data, previousData, loading } = useQuery(peopleQuery, {
    variables: { search },
    skip: disabled || !maySee,
  });
  const found = (data ?? previousData)?.users.nodes ?? [];
  return (
    <Autocomplete
      multiple
      disabled={disabled || !maySee}
      filterOptions={(options) => options}
      loading={loading}
      options={found.map(({ id }) => id)}
      getOptionLabel={(id) => found.find((person) => person.id === id)?.displayName ?? id}
      value={value}
      inputValue={typed}
      onInputChange={(_, text) => setTyped(text)}
      onChange={(_, ids) => onChange(ids)}
      onBlur={onBlur}
      renderValue={(ids, getItemProps) =>
        maySee
          ? ids.map((id, index) => {
              const { key, ...item } = getItemProps({ index });
              return <Chip key={key} size="small" label={<PersonName id={id} />} {...item} />;
            })
          : ids.length > 0 && <Chip size="small" label={t("policy.people", { count: ids.length })} />
      }
      renderInput={(params) => (
        <TextField
          {...params}
          inputRef={ref}
          label={t("policy.whom")}
          error={error !== undefined}
          helperText={problem(error?.message) ?? (value.length === 0 ? t("policy.whomHint") : null)}
        />
      )}
    />
  );
}

/** Of somebody who has left, the end of the id. */
function PersonName({ id }: { id: string }) {
  const { data } = useQuery(personQuery, { variables: { id } });
  return data?.user?.displayName ?? `…${id.slice(-8)}`;
}
