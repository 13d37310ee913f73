import { useMutation } from "@apollo/client/react";
import { Alert } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { bindDevice, type DeviceData } from "./deviceQueries.ts";
import { PatientPicker } from "./PatientPicker.tsx";

const rules = z.object({ patientId: z.string().min(1, "required"), reason: z.string().trim().max(200) });
type Values = z.infer<typeof rules>;

/** Gives a device to a patient; from another one, only with the words that say so before one's eyes. */
export function BindDeviceDialog({ device, onClose }: { device: DeviceData; onClose: () => void }) {
  const { t } = useTranslation("devices");
  const toaster = useToaster();
  const [bind] = useMutation(bindDevice);
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: { patientId: "", reason: "" },
  });
  const isMove = device.binding != null;
  const submit = async ({ patientId, reason }: Values) => {
    await bind({
      variables: { input: { deviceId: device.id, patientId, move: isMove, ...(reason && { reason }) } },
    });
    toaster.done(t("bind.done"));
    onClose();
  };
  return (
    <FormDialog
      title={t(isMove ? "bind.moveTitle" : "bind.title")}
      form={form}
      fields={["patientId", "reason"]}
      submitText={t(isMove ? "bind.move" : "bind.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      {device.binding && (
        <Alert severity="warning">{t("bind.moveText", { recordNumber: device.binding.recordNumber })}</Alert>
      )}
      <PatientPicker control={form.control} name="patientId" required />
      <TextInput
        control={form.control}
        name="reason"
        label={t("field.reason")}
        hint={t("field.reasonHint")}
      />
    </FormDialog>
  );
}
