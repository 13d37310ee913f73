import { useMutation, useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import { Alert, Box, Button } from "@mui/material";
import { useState } from "react";
import { useFieldArray, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { MatcherRow, matcherOperators, matcherShape, mostMatchers } from "../../alerting/MatcherRow.tsx";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useDebounced } from "../../ui/useDebounced.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { createSilence, previewQuery } from "./silenceQueries.ts";

const hours = ["1", "4", "24", "168"] as const;
const hourMs = 3_600_000;
const previewAfterMs = 400;

const shape = z.object({
  matchers: z.array(matcherShape),
  hours: z.enum(hours),
  comment: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
});
type Values = z.infer<typeof shape>;

/** A new silence; what it would silence is shown before it is made. */
export function SilenceDialog({ alertName, onClose }: { alertName: string; onClose: () => void }) {
  const { t } = useTranslation("alerting");
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [create] = useMutation(createSilence, { refetchQueries: ["AlertSilences"] });
  const form = useForm<Values>({
    resolver: zodResolver(shape),
    defaultValues: {
      matchers: [{ label: "alert", operator: "EQUAL", value: alertName }],
      hours: "1",
      comment: "",
    },
  });
  const { control } = form;
  const { fields, append, remove } = useFieldArray({ control, name: "matchers" });
  const submit = async ({ matchers, hours: lasts, comment }: Values) => {
    const endsAt = new Date(Date.now() + Number(lasts) * hourMs).toISOString();
    await create({ variables: { input: { matchers, endsAt, comment, idempotencyKey } } });
    toaster.done(t("silence.done"));
    onClose();
  };
  return (
    <FormDialog
      wide
      title={t("silence.title")}
      form={form}
      fields={["matchers", "comment"]}
      submitText={t("silence.action")}
      onClose={onClose}
      onSubmit={submit}
    >
      {fields.map(({ id }, nth) => (
        <MatcherRow key={id} onRemove={fields.length === 1 ? null : () => remove(nth)}>
          <TextInput control={control} name={`matchers.${nth}.label`} label={t("silence.label")} required />
          <ChoiceInput
            control={control}
            name={`matchers.${nth}.operator`}
            label={t("silence.operator")}
            options={matcherOperators.map((value) => ({ value, label: t(`operator.${value}`) }))}
          />
          <TextInput control={control} name={`matchers.${nth}.value`} label={t("silence.value")} />
        </MatcherRow>
      ))}
      <Box>
        <Button
          size="small"
          startIcon={<AddIcon />}
          disabled={fields.length >= mostMatchers}
          onClick={() => append({ label: "severity", operator: "EQUAL", value: "" })}
        >
          {t("silence.add")}
        </Button>
      </Box>
      <Preview matchers={useWatch({ control, name: "matchers" })} />
      <ChoiceInput
        control={control}
        name="hours"
        label={t("silence.duration")}
        options={hours.map((value) => ({ value, label: t(`silence.durations.${value}`) }))}
      />
      <TextInput
        control={control}
        name="comment"
        label={t("silence.comment")}
        hint={t("silence.commentHint")}
        required
      />
    </FormDialog>
  );
}

/** Asked for again when somebody has stopped typing; what cannot be asked for yet shows nothing. */
function Preview({ matchers }: { matchers: Values["matchers"] }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  const text = useDebounced(JSON.stringify(matchers), previewAfterMs);
  const parsed = shape.shape.matchers.safeParse(JSON.parse(text));
  const { data, error } = useQuery(previewQuery, {
    variables: { input: { matchers: parsed.success ? parsed.data : [] } },
    skip: !parsed.success,
    fetchPolicy: "cache-and-network",
  });
  if (!data || error) return null;
  const { openCount, lastWeekCount, alerts } = data.previewAlertSilence;
  return (
    <Alert severity="info">
      {t("silence.preview", { count: openCount, week: lastWeekCount })}
      {alerts.length > 0 && (
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {alerts.slice(0, 5).map((alert) => (
            <li key={alert.id}>{own(alert.title)}</li>
          ))}
        </Box>
      )}
    </Alert>
  );
}
