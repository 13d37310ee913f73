import { useQuery } from "@apollo/client/react";
import { Autocomplete, Chip, TextField } from "@mui/material";
import { useState } from "react";
import { type Control, useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { useDebounced } from "../../ui/useDebounced.ts";
import type { EndpointValues } from "./endpointRules.ts";

const accountsQuery = graphql(`
  query WebhookAccounts($search: String!) {
    accounts(first: 20, filter: { search: $search }) {
      nodes {
        id
        name
      }
    }
  }
`);

/** Accounts by name. One that was chosen earlier is shown by the end of its id until its name has been seen. */
export function AccountPicker({ control }: { control: Control<EndpointValues> }) {
  const { t } = useTranslation("webhooks");
  const { field } = useController({ control, name: "accountIds" });
  const [typed, setTyped] = useState("");
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const search = useDebounced(typed, 250);
  const { data, previousData, loading } = useQuery(accountsQuery, { variables: { search } });
  const found = (data ?? previousData)?.accounts.nodes ?? [];
  const nameOf = (id: string) =>
    names.get(id) ?? found.find((account) => account.id === id)?.name ?? `…${id.slice(-8)}`;
  return (
    <Autocomplete
      multiple
      filterOptions={(options) => options}
      loading={loading}
      options={found.map(({ id }) => id)}
      getOptionLabel={nameOf}
      value={field.value}
      inputValue={typed}
      onInputChange={(_, value) => setTyped(value)}
      onChange={(_, ids) => {
        setNames(new Map(ids.map((id) => [id, nameOf(id)])));
        field.onChange(ids);
      }}
      renderValue={(ids, getItemProps) =>
        ids.map((id, index) => {
          const { key, ...item } = getItemProps({ index });
          return <Chip key={key} size="small" label={nameOf(id)} {...item} />;
        })
      }
      renderInput={(params) => (
        <TextField {...params} label={t("field.accounts")} helperText={t("field.accountsHint")} />
      )}
    />
  );
}
