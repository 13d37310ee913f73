import { useMutation, useQuery } from "@apollo/client/react";
import { Alert, Box, Button, Typography } from "@mui/material";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Channel_TemplateFragment } from "../../gql/graphql.ts";
import { refusalOf } from "../../session/refusal.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";

const previewQuery = graphql(`
  query PreviewNotificationTemplate($input: NotificationTemplateInput!) {
    previewNotificationTemplate(input: $input) {
      title
      body
    }
  }
`);
const setTemplate = graphql(`
  mutation SetNotificationTemplate($input: NotificationTemplateInput!) {
    setNotificationTemplate(input: $input) {
      template {
        ...Channel_template
      }
    }
  }
`);
const resetTemplate = graphql(`
  mutation ResetNotificationTemplate($input: ResetNotificationTemplateInput!) {
    resetNotificationTemplate(input: $input) {
      template {
        ...Channel_template
      }
    }
  }
`);

const rules = z.object({
  title: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(200, "tooLong")),
  body: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(4_000, "tooLong")),
});

interface TemplateDialogProps {
  template: Channel_TemplateFragment;
  variables: readonly string[];
  onClose: () => void;
  onSaved: () => void;
}

/** One template, and how a notice would read by it while one types. */
export function TemplateDialog({ template, variables, onClose, onSaved }: TemplateDialogProps) {
  const { t, i18n } = useTranslation(["channels", "common"]);
  const toaster = useToaster();
  const { kind, language, isOwn, kindTitle } = template;
  const form = useForm({
    resolver: zodResolver(rules),
    defaultValues: { title: template.title, body: template.body },
  });
  const words = useWatch({ control: form.control });
  const title = useDebounced(words.title ?? "", 300);
  const body = useDebounced(words.body ?? "", 300);
  const { data, error } = useQuery(previewQuery, {
    variables: { input: { kind, language, title, body } },
    skip: title.trim() === "" || body.trim() === "",
    fetchPolicy: "no-cache",
  });
  const [save] = useMutation(setTemplate);
  const [reset, { loading }] = useMutation(resetTemplate);
  const done = () => {
    toaster.done(t("common:saved"));
    onSaved();
    onClose();
  };
  const preview = data?.previewNotificationTemplate;
  return (
    <FormDialog
      wide
      title={`${kindTitle[i18n.language === "en" ? "en" : "zh"]} · ${t(`language.${language}`)}`}
      form={form}
      fields={["title", "body"]}
      submitText={t("common:save")}
      onSubmit={async (values) => {
        await save({ variables: { input: { kind, language, ...values } } });
        done();
      }}
      onClose={onClose}
    >
      <TextInput control={form.control} name="title" label={t("templates.subject")} required autoFocus />
      <TextInput
        control={form.control}
        name="body"
        label={t("templates.body")}
        required
        multiline
        minRows={4}
      />
      <Typography variant="body2" color="textSecondary">
        {t("templates.variables", { names: variables.map((name) => `{{${name}}}`).join("  ") })}
      </Typography>
      {error ? (
        <Alert severity="warning">{refusalOf(error).message}</Alert>
      ) : (
        preview && (
          <Box sx={{ p: 1.5, bgcolor: "action.hover", borderRadius: 1, minWidth: 0 }} aria-live="polite">
            <Typography variant="caption" color="textSecondary" component="div">
              {t("templates.preview")}
            </Typography>
            <Typography sx={{ fontWeight: 560, overflowWrap: "anywhere" }}>{preview.title}</Typography>
            <Typography variant="body2" sx={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
              {preview.body}
            </Typography>
          </Box>
        )
      )}
      {isOwn && (
        <Box>
          <Button
            color="inherit"
            disabled={loading}
            onClick={() =>
              void reset({ variables: { input: { kind, language } } }).then(done, (problem: unknown) =>
                toaster.failed(problem),
              )
            }
          >
            {t("templates.reset")}
          </Button>
        </Box>
      )}
    </FormDialog>
  );
}
