import { useMutation, useQuery } from "@apollo/client/react";
import { Alert, FormControlLabel, Switch } from "@mui/material";
import { useState } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { NewApplicationFields } from "./NewApplicationFields.tsx";
import { ConnectorChoice } from "./ConnectorChoice.tsx";
import { type CreateAccountValues, createAccountInput, createAccountResolver } from "./createAccountRules.ts";

const optionsQuery = graphql(`
  query CreateAccountOptions {
    corps(first: 100) {
      nodes {
        id
        name
      }
    }
    accountSummary {
      groups
      tags
    }
  }
`);

const createMutation = graphql(`
  mutation CreateAccount($input: CreateAccountInput!) {
    createAccount(input: $input) {
      account {
        ...AccountLive_account
      }
    }
  }
`);

const empty: CreateAccountValues = {
  name: "",
  corpId: "",
  group: "",
  tags: [],
  autoRecover: true,
  connector: "INSTANCE",
  agentId: "",
  secret: "",
  memberLimit: "",
  apiUrl: "",
};

export function CreateAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["accounts", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  // One key for as long as the dialog is open: a second press after a lost answer makes no second account.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { data } = useQuery(optionsQuery, { fetchPolicy: "cache-and-network" });
  const [create] = useMutation(createMutation, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "accounts" }),
  });
  const corps = data?.corps.nodes ?? [];
  const form = useForm<CreateAccountValues>({ resolver: createAccountResolver, defaultValues: empty });
  const isApp = useWatch({ control: form.control, name: "connector" }) === "CORP_APP";

  const submit = async (values: CreateAccountValues) => {
    const input = { ...createAccountInput(values), idempotencyKey };
    const { data: made } = await create({ variables: { input } });
    if (!made) return;
    toaster.done(t(isApp ? "create.appDone" : "create.done", { name: values.name }));
    await navigate(`/accounts/${made.createAccount.account.id}`);
  };

  return (
    <FormDialog
      title={t("create.title")}
      form={form}
      fields={["name", "corpId", "group", "tags", "agentId", "secret", "memberLimit", "apiUrl"]}
      submitText={t("common:create")}
      onSubmit={submit}
      onClose={onClose}
    >
      {data && corps.length === 0 && <Alert severity="info">{t("create.noCorp")}</Alert>}
      <ConnectorChoice control={form.control} />
      <TextInput
        control={form.control}
        name="name"
        label={t("column.name")}
        hint={t("create.nameHint")}
        required
        autoFocus
      />
      <ChoiceInput
        control={form.control}
        name="corpId"
        label={t("column.corp")}
        required
        options={corps.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {isApp && <NewApplicationFields control={form.control} />}
      <TextInput
        control={form.control}
        name="group"
        label={t("column.group")}
        hint={t("common:optional")}
        slotProps={{ htmlInput: { list: "account-groups" } }}
      />
      <datalist id="account-groups">
        {data?.accountSummary.groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
      <TagsInput
        control={form.control}
        name="tags"
        label={t("column.tags")}
        suggestions={data?.accountSummary.tags ?? []}
        hint={t("create.tagsHint")}
      />
      <Controller
        control={form.control}
        name="autoRecover"
        render={({ field }) => (
          <FormControlLabel
            control={<Switch checked={field.value} onChange={(_, checked) => field.onChange(checked)} />}
            label={t("settings.autoRecover")}
          />
        )}
      />
    </FormDialog>
  );
}
