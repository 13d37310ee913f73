import { useMutation, useQuery } from "@apollo/client/react";
import { Box, FormHelperText, Skeleton, Typography } from "@mui/material";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { RightsMatrix } from "../../rights/RightsMatrix.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { expiryOf, keyRules, type KeyValues } from "./keyRules.ts";

const rightsQuery = graphql(`
  query GrantableRights {
    permissions {
      id
      resource
      action
    }
  }
`);

const createApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      secret
      apiKey {
        id
      }
    }
  }
`);

export function CreateKeyDialog(props: { onClose: () => void; onMade: (secret: string) => void }) {
  const { t } = useTranslation("apiKeys");
  const can = useCan();
  const problem = useFieldProblem();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { data } = useQuery(rightsQuery, { skip: !can("role:read") });
  const [create] = useMutation(createApiKey, { fetchPolicy: "no-cache" });
  const form = useForm<KeyValues>({
    resolver: zodResolver(keyRules),
    defaultValues: { name: "", scopes: [], allowedAddresses: [], days: "90", rateLimitPerMinute: "" },
  });

  const submit = async ({ days, rateLimitPerMinute, ...values }: KeyValues) => {
    const { data: made } = await create({
      variables: {
        input: {
          ...values,
          expiresAt: expiryOf(days, Date.now()),
          ...(rateLimitPerMinute ? { rateLimitPerMinute: Number(rateLimitPerMinute) } : {}),
          idempotencyKey,
        },
      },
    });
    if (made) props.onMade(made.createApiKey.secret);
  };
  // Only what the viewer holds can be handed on.
  const rights = data?.permissions.filter(({ id }) => can(id));

  return (
    <FormDialog
      wide
      title={t("create.title")}
      form={form}
      fields={["name", "scopes", "allowedAddresses", "rateLimitPerMinute"]}
      submitText={t("create.submit")}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextInput
        control={form.control}
        name="name"
        label={t("field.name")}
        hint={t("field.nameHint")}
        required
        autoFocus
      />
      {can("role:read") ? (
        <Controller
          control={form.control}
          name="scopes"
          render={({ field, fieldState: { error } }) => (
            <Box>
              <Typography variant="h3" component="h3">
                {t("field.scopes")}
              </Typography>
              <FormHelperText error={error !== undefined}>
                {problem(error?.message) ?? t("field.scopesHint")}
              </FormHelperText>
              {rights ? (
                <RightsMatrix
                  rights={rights}
                  own={field.value}
                  inherited={[]}
                  mayGive={can}
                  onChange={(own) => field.onChange([...own])}
                />
              ) : (
                <Skeleton variant="rounded" height={220} />
              )}
            </Box>
          )}
        />
      ) : (
        <TagsInput
          control={form.control}
          name="scopes"
          label={t("field.scopes")}
          hint={t("field.scopesHint")}
          suggestions={[]}
        />
      )}
      <TagsInput
        control={form.control}
        name="allowedAddresses"
        label={t("field.addresses")}
        hint={t("field.addressesHint")}
        suggestions={[]}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" } }}>
        <ChoiceInput
          control={form.control}
          name="days"
          label={t("field.expires")}
          options={(["30", "90", "180", "365"] as const).map((value) => ({
            value,
            label: t(`expiry.${value}`),
          }))}
        />
        <TextInput
          control={form.control}
          name="rateLimitPerMinute"
          label={t("field.limit")}
          hint={t("field.limitHint")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
      </Box>
    </FormDialog>
  );
}
