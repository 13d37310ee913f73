import type { Control, FieldPath, FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextInput } from "../../forms/TextInput.tsx";

interface ZoneInputProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
}

/** A time zone by its name; the browser proposes those that it knows. */
export function ZoneInput<Values extends FieldValues>({ control, name }: ZoneInputProps<Values>) {
  const { t } = useTranslation("tenants");
  return (
    <>
      <TextInput
        control={control}
        name={name}
        label={t("column.timeZone")}
        required
        slotProps={{ htmlInput: { list: "tenant-zones" } }}
      />
      <datalist id="tenant-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
