import { useMutation } from "@apollo/client/react";
import { Box } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { ShownKey } from "./DeviceKeyDialog.tsx";
import { registerDevice } from "./deviceQueries.ts";
import { fieldsOf, registrationRules, type RegistrationValues } from "./deviceRules.ts";
import { deviceKinds } from "./deviceState.ts";
import { PatientPicker } from "./PatientPicker.tsx";

interface RegisterDeviceDialogProps {
  onClose: () => void;
  onMade: (made: ShownKey) => void;
}

export function RegisterDeviceDialog({ onClose, onMade }: RegisterDeviceDialogProps) {
  const { t } = useTranslation("devices");
  const can = useCan();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [register] = useMutation(registerDevice, { fetchPolicy: "no-cache" });
  const form = useForm<RegistrationValues>({
    resolver: zodResolver(registrationRules),
    defaultValues: {
      name: "",
      serialNumber: "",
      kind: "BLOOD_PRESSURE_METER",
      manufacturer: "",
      model: "",
      intervalMinutes: "",
      patientId: "",
    },
  });
  const submit = async (values: RegistrationValues) => {
    const { serialNumber, kind, patientId } = values;
    const input = {
      ...fieldsOf(values),
      serialNumber,
      kind,
      idempotencyKey,
      ...(patientId && { patientId }),
    };
    const { data } = await register({ variables: { input } });
    if (data) onMade({ deviceId: data.registerHealthDevice.device.id, key: data.registerHealthDevice.key });
  };
  return (
    <FormDialog
      title={t("register.title")}
      form={form}
      fields={["name", "serialNumber", "kind", "manufacturer", "model", "intervalMinutes", "patientId"]}
      submitText={t("register.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceInput
        control={form.control}
        name="kind"
        label={t("column.kind")}
        required
        options={deviceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextInput
        control={form.control}
        name="name"
        label={t("column.name")}
        hint={t("field.nameHint")}
        required
        autoFocus
      />
      <TextInput
        control={form.control}
        name="serialNumber"
        label={t("column.serialNumber")}
        hint={t("field.serialHint")}
        required
        slotProps={{ htmlInput: { spellCheck: false } }}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" } }}>
        <TextInput control={form.control} name="manufacturer" label={t("fact.manufacturer")} />
        <TextInput control={form.control} name="model" label={t("fact.model")} />
      </Box>
      <TextInput
        control={form.control}
        name="intervalMinutes"
        label={t("field.interval")}
        hint={t("field.intervalHint")}
        slotProps={{ htmlInput: { inputMode: "decimal" } }}
      />
      {can("patient:read") && (
        <PatientPicker control={form.control} name="patientId" hint={t("field.patientHint")} />
      )}
    </FormDialog>
  );
}
