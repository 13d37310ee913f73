import { Box, Button } from "@mui/material";
import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { type ChannelValues, freshSigningSecret, type KindInfo } from "./channelRules.ts";

interface ChannelFieldsProps {
  form: UseFormReturn<ChannelValues>;
  info: KindInfo;
  isNew: boolean;
}

/** The settings of one kind of channel, as the server describes them. */
export function ChannelFields({ form, info, isNew }: ChannelFieldsProps) {
  const { t, i18n } = useTranslation("channels");
  const language = i18n.language === "en" ? "en" : "zh";
  return info.fields.map(({ name, title, type, isSecret, isRequired, default: usual, choices }) => {
    const label = title[language];
    if (type === "CHOICE")
      return (
        <ChoiceInput
          key={name}
          control={form.control}
          name={`values.${name}`}
          label={label}
          hint={t("field.usual", { value: usual ?? "–" })}
          options={choices.map((value) => ({ value, label: value }))}
        />
      );
    const isKept = isSecret && !isNew;
    const hint = isKept ? t("field.kept") : usual === null ? undefined : t("field.usual", { value: usual });
    return (
      <Box key={name} sx={{ display: "flex", gap: 1, alignItems: "flex-start" }}>
        <TextInput
          control={form.control}
          name={`values.${name}`}
          label={label}
          required={isRequired && usual === null && !isKept}
          fullWidth
          {...(hint === undefined ? {} : { hint })}
          slotProps={{
            htmlInput: {
              spellCheck: false,
              autoComplete: "off",
              ...(type === "PORT" ? { inputMode: "numeric" } : {}),
              // Not a password field: browsers would offer the person's own.
              ...(isSecret && name !== "webhookUrl" ? { style: { WebkitTextSecurity: "disc" } } : {}),
            },
          }}
        />
        {info.kind === "WEBHOOK" && name === "secret" && (
          <Button
            variant="outlined"
            sx={{ height: 40, flexShrink: 0 }}
            onClick={() => {
              const fresh = freshSigningSecret();
              form.setValue("values.secret", fresh, { shouldDirty: true });
              void navigator.clipboard?.writeText(fresh);
            }}
          >
            {t("field.generate")}
          </Button>
        )}
      </Box>
    );
  });
}
