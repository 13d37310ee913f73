import { useQuery } from "@apollo/client/react";
import { Box, FormControlLabel, Switch, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { platformGroups, useGroupName } from "./patientCells.tsx";
import { groupsQuery } from "./PatientFilters.tsx";
import { type PatientValues, saidBy } from "./patientForm.ts";
import type { PatientData } from "./patientQuery.ts";

interface PatientFormFieldsProps {
  form: UseFormReturn<PatientValues>;
  /** The file that is changed; none for a new one. */
  patient?: PatientData;
}

/** A patient's file as a form, section by section. */
export function PatientFormFields({ form, patient }: PatientFormFieldsProps) {
  const { t } = useTranslation(["patients", "common"]);
  const { control } = form;
  const { data } = useQuery(groupsQuery);
  const groupName = useGroupName();
  const keep = (value: string | null | undefined) => (value ? t("form.keep", { value }) : undefined);
  const { identity } = patient ?? {};
  const yesNo = (["unknown", "yes", "no"] as const).map((value) => ({ value, label: t(`form.${value}`) }));

  /** Whoever types the number of an identity card need not type what it says. */
  const follow = () => {
    const said = saidBy(form.getValues("idNumber"));
    if (!said || patient) return;
    if (form.getValues("birthDate") === "") form.setValue("birthDate", said.birthDate, { shouldDirty: true });
    if (form.getValues("sex") === "UNKNOWN") form.setValue("sex", said.sex, { shouldDirty: true });
  };

  return (
    <>
      <Section title={t("form.person")}>
        <TextInput
          control={control}
          name="name"
          label={t("column.name")}
          required
          autoFocus
          autoComplete="off"
        />
        <Box onBlur={follow}>
          <TextInput
            control={control}
            name="idNumber"
            label={t("fact.idNumber")}
            hint={keep(identity?.idNumber) ?? t("form.idNumberHint")}
            autoComplete="off"
            fullWidth
          />
        </Box>
        <TextInput
          control={control}
          name="birthDate"
          type="date"
          label={t("fact.birthDate")}
          required
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <ChoiceInput
          control={control}
          name="sex"
          label={t("fact.sex")}
          options={(["FEMALE", "MALE", "OTHER", "UNKNOWN"] as const).map((value) => ({
            value,
            label: t(`sex.${value}`),
          }))}
        />
        <TextInput
          control={control}
          name="phone"
          label={t("column.phone")}
          hint={keep(identity?.phone) ?? ""}
          autoComplete="off"
          slotProps={{ htmlInput: { inputMode: "tel" } }}
        />
        <TextInput
          control={control}
          name="recordNumber"
          label={t("column.recordNumber")}
          hint={patient ? "" : t("form.recordNumberHint")}
          disabled={/^P-\d{6,}$/.test(patient?.recordNumber ?? "")}
        />
      </Section>
      <Section title={t("form.reach")}>
        <TextInput
          control={control}
          name="address"
          label={t("fact.address")}
          hint={keep(identity?.address) ?? ""}
          sx={{ gridColumn: "1 / -1" }}
        />
        <TextInput
          control={control}
          name="contactName"
          label={t("form.contactName")}
          hint={keep(identity?.contacts.map(({ name }) => name).join(", ")) ?? ""}
        />
        <TextInput control={control} name="contactRelation" label={t("form.contactRelation")} />
        <TextInput control={control} name="contactPhone" label={t("form.contactPhone")} />
        {!patient && (
          <TextInput
            control={control}
            name="department"
            label={t("column.department")}
            hint={t("form.departmentHint")}
          />
        )}
      </Section>
      <Section title={t("form.health")}>
        <TagsInput
          control={control}
          name="groups"
          label={t("column.groups")}
          suggestions={[...new Set([...platformGroups, ...(data?.patientGroups ?? [])])]}
          nameOf={groupName}
          hint={t("form.groupsHint")}
        />
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "1fr 1fr" }}>
          <TextInput
            control={control}
            name="heightCm"
            label={t("fact.heightCm")}
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
          <TextInput
            control={control}
            name="waistCm"
            label={t("fact.waistCm")}
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
        </Box>
        <ChoiceInput control={control} name="isSmoker" label={t("fact.isSmoker")} options={yesNo} />
        <ChoiceInput control={control} name="hasDiabetes" label={t("fact.hasDiabetes")} options={yesNo} />
        <ChoiceInput
          control={control}
          name="hasTreatedHypertension"
          label={t("fact.hasTreatedHypertension")}
          options={yesNo}
        />
        <ChoiceInput
          control={control}
          name="hasFamilyHistory"
          label={t("fact.hasFamilyHistory")}
          options={yesNo}
        />
        <Flag form={form} name="isPregnant" label={t("fact.isPregnant")} />
        <Flag form={form} name="hypercapnic" label={t("fact.hypercapnic")} />
      </Section>
      <Section title={t("form.history")} note={t("form.historyHint")}>
        {(["conditions", "allergies", "medications", "notes"] as const).map((name) => (
          <TextInput
            key={name}
            control={control}
            name={name}
            label={t(`fact.${name}`)}
            placeholder={t(`form.example.${name}`)}
            multiline
            minRows={2}
            slotProps={{ inputLabel: { shrink: true } }}
          />
        ))}
      </Section>
      {!patient && <Flag form={form} name="hasConsented" label={t("form.hasConsented")} />}
    </>
  );
}

function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Typography component="legend" variant="h3" sx={{ mb: 1.5, p: 0 }}>
        {title}
      </Typography>
      {note && (
        <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
          {note}
        </Typography>
      )}
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "repeat(2, minmax(0,1fr))" } }}>
        {children}
      </Box>
    </Box>
  );
}

interface FlagProps {
  form: UseFormReturn<PatientValues>;
  name: "isPregnant" | "hypercapnic" | "hasConsented";
  label: string;
}

function Flag({ form, name, label }: FlagProps) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { value, onChange, onBlur } }) => (
        <FormControlLabel
          control={<Switch checked={value} onChange={(_, checked) => onChange(checked)} onBlur={onBlur} />}
          label={label}
        />
      )}
    />
  );
}
