import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Button, FormControlLabel, Switch, Typography } from "@mui/material";
import { useEffect, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { placeIssues } from "../../forms/serverIssues.ts";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { AccountSettings_AccountFragment, ChangeAccountInput } from "../../gql/graphql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { AccountData } from "./accountQuery.ts";

export const accountSettingsFragment = graphql(`
  fragment AccountSettings_account on Account {
    id
    name
    group
    tags
    autoRecover
    version
    owner @include(if: $people) {
      id
    }
    boundUsers @include(if: $people) {
      id
    }
  }
`);

const changeAccount = graphql(`
  mutation ChangeAccount($input: ChangeAccountInput!) {
    changeAccount(input: $input) {
      account {
        id
        name
        group
        tags
        autoRecover
        version
      }
    }
  }
`);

const settingsOptions = graphql(`
  query AccountSettingsOptions($users: Boolean!) {
    accountSummary {
      groups
      tags
    }
    users(filter: { status: ACTIVE }, first: 200) @include(if: $users) {
      nodes {
        id
        displayName
      }
    }
  }
`);

const rules = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  group: z.string().check(z.trim(), z.maxLength(100, "tooLong")),
  tags: z.array(z.string()),
  autoRecover: z.boolean(),
  ownerId: z.string(),
  boundUserIds: z.array(z.string()),
});

type Values = z.infer<typeof rules>;

export function AccountSettingsTab({ account }: { account: AccountData }) {
  const { t } = useTranslation(["accounts", "common"]);
  const can = useCan();
  const toaster = useToaster();
  const mayChange = account.allowedActions.includes("UPDATE");
  const [error, setError] = useState<unknown>(null);
  const [change] = useMutation(changeAccount, { refetchQueries: ["Account"] });
  const { data } = useQuery(settingsOptions, { variables: { users: can("user:read") } });
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: valuesOf(account) });
  const { isDirty, isSubmitting, dirtyFields } = form.formState;

  // Somebody else saved meanwhile: follow, but never over what is being typed.
  useEffect(() => {
    if (!form.formState.isDirty) form.reset(valuesOf(account));
  }, [form, account]);

  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      await change({ variables: { input: { accountId: account.id, ...changesOf(values, dirtyFields) } } });
      form.reset(values);
      toaster.done(t("common:saved"));
    } catch (problem) {
      setError(placeIssues(problem, ["name", "group", "tags", "ownerId", "boundUserIds"], form.setError));
    }
  });

  const people = data?.users?.nodes ?? [];
  return (
    <Panel title={t("settings.title")}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Box
        component="form"
        noValidate
        onSubmit={(event) => void submit(event)}
        sx={{ display: "grid", gap: 2.5, maxWidth: 560 }}
      >
        <Box
          component="fieldset"
          disabled={!mayChange}
          sx={{ border: 0, m: 0, p: 0, display: "grid", gap: 2.5 }}
        >
          <TextInput
            control={form.control}
            name="name"
            label={t("column.name")}
            required
            disabled={!mayChange}
          />
          <TextInput
            control={form.control}
            name="group"
            label={t("column.group")}
            disabled={!mayChange}
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
          />
          {people.length > 0 && (
            <>
              <ChoiceInput
                control={form.control}
                name="ownerId"
                label={t("column.owner")}
                disabled={!mayChange}
                options={[
                  { value: "", label: t("common:none") },
                  ...people.map(({ id, displayName }) => ({ value: id, label: displayName })),
                ]}
              />
              <ChoiceInput
                control={form.control}
                name="boundUserIds"
                label={t("fact.boundUsers")}
                hint={t("settings.boundHint")}
                multiple
                disabled={!mayChange}
                options={people.map(({ id, displayName }) => ({ value: id, label: displayName }))}
              />
            </>
          )}
          <Controller
            control={form.control}
            name="autoRecover"
            render={({ field }) => (
              <Box>
                <FormControlLabel
                  disabled={!mayChange}
                  control={
                    <Switch checked={field.value} onChange={(_, checked) => field.onChange(checked)} />
                  }
                  label={t("settings.autoRecover")}
                />
                <Typography variant="caption" color="textSecondary" component="div">
                  {t("settings.autoRecoverHint")}
                </Typography>
              </Box>
            )}
          />
        </Box>
        {error !== null && <ErrorNotice error={error} />}
        {mayChange && (
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button type="submit" variant="contained" disabled={!isDirty || isSubmitting}>
              {t("common:save")}
            </Button>
            {isDirty && (
              <Button color="inherit" onClick={() => form.reset(valuesOf(account))}>
                {t("common:discard")}
              </Button>
            )}
          </Box>
        )}
      </Box>
    </Panel>
  );
}

/** Only what was touched is sent, so that two people who change different things do not undo each other. */
function changesOf(
  values: Values,
  dirty: Partial<Record<keyof Values, unknown>>,
): Partial<ChangeAccountInput> {
  return {
    ...(dirty.name ? { name: values.name } : {}),
    ...(dirty.group ? { group: values.group || null } : {}),
    ...(dirty.tags ? { tags: values.tags } : {}),
    ...(dirty.autoRecover === undefined ? {} : { autoRecover: values.autoRecover }),
    ...(dirty.ownerId ? { ownerId: values.ownerId || null } : {}),
    ...(dirty.boundUserIds ? { boundUserIds: values.boundUserIds } : {}),
  };
}

function valuesOf(account: AccountSettings_AccountFragment): Values {
  return {
    name: account.name,
    group: account.group ?? "",
    tags: [...account.tags],
    autoRecover: account.autoRecover,
    ownerId: account.owner?.id ?? "",
    boundUserIds: (account.boundUsers ?? []).flatMap((user) => user?.id ?? []),
  };
}
