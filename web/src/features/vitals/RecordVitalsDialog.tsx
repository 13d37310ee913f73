import { useMutation } from "@apollo/client/react";
import { Alert, Box, Button, MenuItem, TextField } from "@mui/material";
import { use, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import type { MealContext } from "../../gql/graphql.ts";
import { TimeZoneContext } from "../../i18n/useFormats.ts";
import { localOf, momentOf } from "../../i18n/zonedTime.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { vitalLooks, type VitalKey } from "../../vitals/vitalTable.ts";
import { checkEntry, wrong, type Entry } from "./entryCheck.ts";
import { EntryRow } from "./EntryRow.tsx";
import { recordVitals, type VitalKindData } from "./vitalsQuery.ts";

interface RecordVitalsDialogProps {
  patientId: string;
  kinds: readonly VitalKindData[];
  onClose: () => void;
  onRecorded: () => void;
}

interface Values {
  /** As a date-and-time field has it; empty is now. */
  at: string;
  entries: Entry[];
  meal: MealContext | "";
}

const meals = [
  "FASTING",
  "BEFORE_MEAL",
  "AFTER_MEAL",
  "BEDTIME",
  "RANDOM",
] as const satisfies readonly MealContext[];
/** Seldom measured beside the others. */
const rare: ReadonlySet<VitalKey> = new Set(["height", "oxygen", "consciousness"]);
/** Computed from weight and height. */
const offered = vitalLooks.filter(({ key }) => key !== "bmi");

/** Values that somebody measured, typed in: checked while typing, converted by the server, saved all together. */
export function RecordVitalsDialog({ patientId, kinds, onClose, onRecorded }: RecordVitalsDialogProps) {
  const { t } = useTranslation("vitals");
  const timeZone = use(TimeZoneContext);
  const toaster = useToaster();
  const [record] = useMutation(recordVitals);
  // One for each time the dialog is opened: a second press of the button saves nothing twice.
  const [{ idempotencyKey, openedAt }] = useState(() => ({
    idempotencyKey: crypto.randomUUID(),
    openedAt: new Date().toISOString(),
  }));
  const [isAll, setAll] = useState(false);
  const [isEmpty, setEmpty] = useState(false);
  const form = useForm<Values>({
    defaultValues: {
      at: localOf(openedAt, timeZone),
      entries: offered.map(({ code, units }) => ({ code, text: "", unit: units[0]?.unit ?? "" })),
      meal: "",
    },
  });
  const [at, entries, meal] = useWatch({ control: form.control, name: ["at", "entries", "meal"] });
  const checked = entries.map((entry) => checkEntry(entry, kinds, entries));
  const has = (key: VitalKey) => entries.some(({ text }, nth) => text !== "" && offered[nth]?.key === key);

  const submit = async () => {
    const values = entries.flatMap(({ code, unit }, nth) => {
      const value = checked[nth]?.value;
      const isGlucose = offered[nth]?.key === "glucose";
      return value == null
        ? []
        : [{ code, unit, value, mealContext: isGlucose && meal !== "" ? meal : null }];
    });
    setEmpty(values.length === 0);
    if (values.length === 0 || checked.some(({ verdict }) => wrong.has(verdict))) return;
    // The field knows whole minutes: who leaves it as it is means now, not the minute's beginning.
    const measuredAt = at === localOf(openedAt, timeZone) ? null : momentOf(at, timeZone);
    await record({ variables: { input: { patientId, measuredAt, values, idempotencyKey } } });
    toaster.done(t("record.done", { count: values.length }));
    onRecorded();
    onClose();
  };
  const row = (nth: number) => {
    const entry = entries[nth];
    const check = checked[nth];
    if (!entry || !check) return null;
    return (
      <EntryRow
        key={entry.code}
        entry={entry}
        checked={check}
        autoFocus={nth === 0}
        kind={kinds.find(({ code }) => code === entry.code)}
        onChange={(next) => form.setValue(`entries.${nth}`, next, { shouldDirty: true })}
      />
    );
  };

  return (
    <FormDialog
      title={t("record.title")}
      form={form}
      fields={[]}
      wide
      submitText={t("record.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        type="datetime-local"
        label={t("record.at")}
        {...form.register("at")}
        slotProps={{ inputLabel: { shrink: true } }}
        sx={{ maxWidth: 260 }}
      />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "repeat(2, minmax(0,1fr))" },
        }}
      >
        {offered.map(({ key }, nth) => (!rare.has(key) || isAll ? row(nth) : null))}
      </Box>
      {has("glucose") && (
        <TextField
          select
          label={t("record.meal")}
          value={meal}
          onChange={(event) =>
            form.setValue("meal", meals.find((each) => each === event.target.value) ?? "", {
              shouldDirty: true,
            })
          }
          sx={{ maxWidth: 260 }}
        >
          <MenuItem value="">{t("record.mealNone")}</MenuItem>
          {meals.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`meal.${each}`)}
            </MenuItem>
          ))}
        </TextField>
      )}
      {!isAll && (
        <Button onClick={() => setAll(true)} sx={{ justifySelf: "start" }}>
          {t("record.more")}
        </Button>
      )}
      {isEmpty && <Alert severity="info">{t("record.nothing")}</Alert>}
    </FormDialog>
  );
}
