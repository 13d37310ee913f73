import { useQuery } from "@apollo/client/react";
import { Box } from "@mui/material";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { PatientsInput } from "./PatientsInput.tsx";
import { sexes } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";
import { platformGroups, useGroupName } from "../patients/patientCells.tsx";
import { groupsQuery } from "./ruleQueries.ts";

/** Whom the rule is for. */
export function ReachFields({ control, disabled }: { control: Control<RuleValues>; disabled: boolean }) {
  const { t } = useTranslation("healthRules");
  const mayRead = useCan()("patient:read");
  const { data } = useQuery(groupsQuery, { skip: !mayRead });
  const groupName = useGroupName();
  const shared = { control, disabled };
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <TagsInput
        {...shared}
        name="groups"
        label={t("field.groups")}
        hint={t("field.groupsHint")}
        suggestions={[...new Set([...platformGroups, ...(data?.patientGroups ?? [])])]}
        nameOf={groupName}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr 1fr", md: "repeat(4, 1fr)" } }}>
        <ChoiceInput
          {...shared}
          name="sex"
          label={t("field.sex")}
          options={[
            { value: "", label: t("field.anySex") },
            ...sexes.map((value) => ({ value, label: t(`sex.${value}`) })),
          ]}
        />
        <ChoiceInput
          {...shared}
          name="spo2Scale"
          label={t("field.scale")}
          options={[
            { value: "", label: t("field.anyScale") },
            { value: "1", label: t("field.scale1") },
            { value: "2", label: t("field.scale2") },
          ]}
        />
        <TextInput {...shared} name="ageFrom" label={t("field.ageFrom")} slotProps={digits} />
        <TextInput {...shared} name="ageTo" label={t("field.ageTo")} slotProps={digits} />
      </Box>
      {mayRead && (
        <>
          <PatientsInput
            {...shared}
            name="patients"
            label={t("field.patients")}
            hint={t("field.patientsHint")}
          />
          <PatientsInput {...shared} name="exceptPatients" label={t("field.except")} />
        </>
      )}
    </Box>
  );
}

const digits = { htmlInput: { inputMode: "numeric" } } as const;
