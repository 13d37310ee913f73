import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { type DeviceData, updateDevice } from "./deviceQueries.ts";
import { deviceRules, type DeviceValues, fieldsOf } from "./deviceRules.ts";

export function EditDeviceDialog({ device, onClose }: { device: DeviceData; onClose: () => void }) {
  const { t } = useTranslation(["devices", "common"]);
  const toaster = useToaster();
  const [update] = useMutation(updateDevice);
  const form = useForm<DeviceValues>({
    resolver: zodResolver(deviceRules),
    defaultValues: {
      name: device.name,
      manufacturer: device.manufacturer ?? "",
      model: device.model ?? "",
      intervalMinutes: device.intervalSeconds == null ? "" : String(device.intervalSeconds / 60),
    },
  });
  const submit = async (values: DeviceValues) => {
    const { id: deviceId, version } = device;
    await update({ variables: { input: { ...fieldsOf(values), deviceId, version } } });
    toaster.done(t("common:saved"));
    onClose();
  };
  return (
    <FormDialog
      title={t("edit.title")}
      form={form}
      fields={["name", "manufacturer", "model", "intervalMinutes"]}
      submitText={t("common:save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput control={form.control} name="name" label={t("column.name")} required autoFocus />
      <TextInput control={form.control} name="manufacturer" label={t("fact.manufacturer")} />
      <TextInput control={form.control} name="model" label={t("fact.model")} />
      <TextInput
        control={form.control}
        name="intervalMinutes"
        label={t("field.interval")}
        hint={t("field.intervalHint")}
        slotProps={{ htmlInput: { inputMode: "decimal" } }}
      />
    </FormDialog>
  );
}
