import { useMutation } from "@apollo/client/react";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { placeIssues } from "../../forms/serverIssues.ts";
import { TextInput } from "../../forms/TextInput.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";

const changePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      user {
        id
      }
    }
  }
`);

const rules = z
  .object({
    currentPassword: z.string().check(z.minLength(1, "required")),
    newPassword: z.string().check(z.minLength(12, "tooShort12")),
    again: z.string(),
  })
  .check(z.refine(({ newPassword, again }) => newPassword === again, { error: "mismatch", path: ["again"] }));

type Values = z.infer<typeof rules>;
const empty: Values = { currentPassword: "", newPassword: "", again: "" };

export function PasswordPanel({ email }: { email: string }) {
  const { t } = useTranslation("profile");
  const toaster = useToaster();
  const [error, setError] = useState<unknown>(null);
  const [change] = useMutation(changePassword);
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: empty });
  const { isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ currentPassword, newPassword }) => {
    setError(null);
    try {
      await change({ variables: { input: { currentPassword, newPassword } } });
      form.reset(empty);
      toaster.done(t("password.done"));
    } catch (problem) {
      setError(placeIssues(problem, ["currentPassword", "newPassword"], form.setError));
    }
  });

  return (
    <Panel title={t("password.title")}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Box
        component="form"
        noValidate
        onSubmit={(event) => void submit(event)}
        sx={{ display: "grid", gap: 2, maxWidth: 360 }}
      >
        {/* Password managers file the new password under the name that stands beside it. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <TextInput
          control={form.control}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          label={t("password.current")}
        />
        <TextInput
          control={form.control}
          name="newPassword"
          type="password"
          autoComplete="new-password"
          label={t("password.next")}
          hint={t("password.hint")}
        />
        <TextInput
          control={form.control}
          name="again"
          type="password"
          autoComplete="new-password"
          label={t("password.again")}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Box>
          <Button type="submit" variant="contained" disabled={!isDirty || isSubmitting}>
            {t("password.submit")}
          </Button>
        </Box>
      </Box>
    </Panel>
  );
}
