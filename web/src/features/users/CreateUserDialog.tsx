import { useMutation, useQuery } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { languages } from "../../i18n/i18n.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { useToaster } from "../../ui/Toasts.tsx";

export const rolesQuery = graphql(`
  query RoleOptions {
    roles {
      id
      key
      name
      builtIn
      dataScope
    }
  }
`);

const createUser = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      user {
        id
      }
    }
  }
`);

const rules = z.object({
  email: z.string().check(z.trim(), z.minLength(1, "required"), z.email("email")),
  displayName: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  initialPassword: z.string().check(z.minLength(12, "tooShort12")),
  roleIds: z.array(z.string()).check(z.minLength(1, "chooseOne")),
  department: z.string().check(z.trim(), z.maxLength(100, "tooLong")),
  locale: z.string(),
});

type Values = z.infer<typeof rules>;

export function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(["users", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const roleName = useRoleName();
  const { data } = useQuery(rolesQuery);
  const [create] = useMutation(createUser, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "users" }),
  });
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: {
      email: "",
      displayName: "",
      initialPassword: "",
      roleIds: [],
      department: "",
      locale: i18n.language,
    },
  });

  const submit = async ({ department, ...values }: Values) => {
    const { data: made } = await create({
      variables: { input: { ...values, ...(department ? { department } : {}) } },
    });
    if (!made) return;
    toaster.done(t("create.done", { name: values.displayName }));
    await navigate(`/users/${made.createUser.user.id}`);
  };

  return (
    <FormDialog
      title={t("create.title")}
      form={form}
      fields={["email", "displayName", "initialPassword", "roleIds", "department", "locale"]}
      submitText={t("common:add")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography variant="body2" color="textSecondary">
        {t("create.text")}
      </Typography>
      <TextInput
        control={form.control}
        name="email"
        type="email"
        label={t("column.email")}
        required
        autoFocus
        autoComplete="off"
      />
      <TextInput
        control={form.control}
        name="displayName"
        label={t("column.name")}
        required
        autoComplete="off"
      />
      <TextInput
        control={form.control}
        name="initialPassword"
        type="password"
        autoComplete="new-password"
        label={t("create.initialPassword")}
        hint={t("create.passwordHint")}
        required
      />
      <ChoiceInput
        control={form.control}
        name="roleIds"
        label={t("create.roles")}
        multiple
        required
        options={(data?.roles ?? []).map((role) => ({ value: role.id, label: roleName(role) }))}
      />
      <TextInput
        control={form.control}
        name="department"
        label={t("create.department")}
        hint={t("common:optional")}
      />
      <ChoiceInput
        control={form.control}
        name="locale"
        label={t("create.language")}
        options={languages.map(({ language, name }) => ({ value: language, label: name }))}
      />
    </FormDialog>
  );
}
