import { useMutation } from "@apollo/client/react";
import { Box, Button } from "@mui/material";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { placeIssues } from "../../forms/serverIssues.ts";
import { TextInput } from "../../forms/TextInput.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { setApplicationMutation } from "./accountOperations.ts";
import type { Application, ApplicationAccount } from "./applicationQuery.ts";
import { applicationFields, applicationOf } from "./applicationRules.ts";

/** The secret is never shown, so empty means "as it is". */
const rules = z.object({
  ...applicationFields,
  secret: z.string().check(z.trim(), z.maxLength(256, "tooLong")),
});

type Values = z.infer<typeof rules>;

interface ApplicationFormProps {
  account: ApplicationAccount;
  application: Application;
  onChanged: () => void;
}

export function ApplicationForm({ account, application, onChanged }: ApplicationFormProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const toaster = useToaster();
  const mayChange = account.allowedActions.includes("UPDATE");
  const [error, setError] = useState<unknown>(null);
  const [set] = useMutation(setApplicationMutation);
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: valuesOf(application) });
  const { isDirty, isSubmitting } = form.formState;

  // Somebody else saved meanwhile: follow, but never over what is being typed.
  useEffect(() => {
    if (!form.formState.isDirty) form.reset(valuesOf(application));
  }, [form, application]);

  const submit = form.handleSubmit(async (values) => {
    setError(null);
    const input = { accountId: account.id, ...applicationOf(values), secret: values.secret || null };
    try {
      await set({ variables: { input } });
      form.reset({ ...values, secret: "" });
      toaster.done(t("common:saved"));
      onChanged();
    } catch (problem) {
      setError(placeIssues(problem, ["agentId", "memberLimit", "apiUrl", "secret"], form.setError));
    }
  });

  const field = { control: form.control, disabled: !mayChange };
  return (
    <Panel title={t("app.settingsTitle")}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Box
        component="form"
        noValidate
        onSubmit={(event) => void submit(event)}
        sx={{ display: "grid", gap: 2.5, maxWidth: 560 }}
      >
        <TextInput {...field} name="agentId" label={t("app.agentId")} hint={t("app.agentIdHint")} required />
        <TextInput
          {...field}
          name="secret"
          type="password"
          autoComplete="off"
          label={t("app.newSecret")}
          hint={t("app.secretKeep")}
        />
        <TextInput
          {...field}
          name="memberLimit"
          label={t("app.memberLimit")}
          hint={t("app.memberLimitHint")}
          required
        />
        <TextInput {...field} name="apiUrl" type="url" label={t("app.apiUrl")} hint={t("app.apiUrlHint")} />
        {error !== null && <ErrorNotice error={error} />}
        {mayChange && (
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button type="submit" variant="contained" disabled={!isDirty || isSubmitting}>
              {t("common:save")}
            </Button>
            {isDirty && (
              <Button color="inherit" onClick={() => form.reset(valuesOf(application))}>
                {t("common:discard")}
              </Button>
            )}
          </Box>
        )}
      </Box>
    </Panel>
  );
}

function valuesOf({ agentId, memberLimit, apiUrl }: Application): Values {
  return { agentId: String(agentId), memberLimit: String(memberLimit), apiUrl: apiUrl ?? "", secret: "" };
}
