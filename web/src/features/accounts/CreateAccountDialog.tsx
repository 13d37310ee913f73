import { useMutation, useQuery } from "@apollo/client/react";
import { Alert, FormControlLabel, Switch } from "@mui/material";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";

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

const rules = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  corpId: z.string().check(z.minLength(1, "required")),
  group: z.string().check(z.trim(), z.maxLength(100, "tooLong")),
  tags: z.array(z.string()),
  autoRecover: z.boolean(),
});

type Values = z.infer<typeof rules>;

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
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: { name: "", corpId: "", group: "", tags: [], autoRecover: true },
  });

  const submit = async ({ group, ...values }: Values) => {
    const { data: made } = await create({
      variables: { input: { ...values, ...(group ? { group } : {}), idempotencyKey } },
    });
    if (!made) return;
    toaster.done(t("create.done", { name: values.name }));
    await navigate(`/accounts/${made.createAccount.account.id}`);
  };

  return (
    <FormDialog
      title={t("create.title")}
      form={form}
      fields={["name", "corpId", "group", "tags"]}
      submitText={t("common:create")}
      onSubmit={submit}
      onClose={onClose}
    >
      {data && corps.length === 0 && <Alert severity="info">{t("create.noCorp")}</Alert>}
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
