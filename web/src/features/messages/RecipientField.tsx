import { Autocomplete, Box, Chip, TextField, ToggleButton, ToggleButtonGroup } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { MessageType, RecipientKind } from "../../gql/graphql.ts";
import { isPossible } from "../../messages/content/contentForms.ts";
import { isRecipient, recipientsIn, recipientsMax } from "./composeState.ts";
import { wrappedChoices } from "./wrappedChoices.ts";

export const recipientKinds: readonly RecipientKind[] = [
  "MEMBER",
  "DEPARTMENT",
  "TAG",
  "GROUP_CHAT",
  "CUSTOMER",
  "KF_CUSTOMER",
];

interface RecipientFieldProps {
  type: MessageType;
  kind: RecipientKind;
  recipients: readonly string[];
  onChange: (change: { kind?: RecipientKind; recipients?: readonly string[] }) => void;
}

/** Whom it goes to, by WeCom's ids; a pasted column of them becomes as many. */
export function RecipientField({ type, kind, recipients, onChange }: RecipientFieldProps) {
  const { t } = useTranslation("messages");
  const wrong = recipients.filter((id) => !isRecipient(kind, id));
  const many = recipients.length > recipientsMax;
  const add = (text: string) =>
    onChange({ recipients: [...new Set([...recipients, ...recipientsIn(text)])] });
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={kind}
        aria-label={t("compose.recipientKind")}
        sx={wrappedChoices}
        onChange={(_, next: RecipientKind | null) => {
          if (next) onChange({ kind: next, recipients: [] });
        }}
      >
        {recipientKinds.map((one) => (
          <ToggleButton
            key={one}
            value={one}
            disabled={!isPossible(type, one)}
            sx={{ px: 1.5, py: 0.25, textTransform: "none" }}
          >
            {t(`recipientKind.${one}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Autocomplete
        multiple
        freeSolo
        options={[]}
        limitTags={20}
        value={[...recipients]}
        onChange={(_, next) => onChange({ recipients: [...new Set(next.flatMap(recipientsIn))] })}
        renderValue={(ids, getItemProps) =>
          ids.map((id, index) => {
            const { key, ...item } = getItemProps({ index });
            return (
              <Chip key={key} label={id} color={isRecipient(kind, id) ? "default" : "error"} {...item} />
            );
          })
        }
        renderInput={(params) => (
          <TextField
            {...params}
            label={t(`compose.ids.${kind}`)}
            required
            error={wrong.length > 0 || many}
            helperText={
              wrong.length > 0
                ? t("compose.wrongIds", { ids: wrong.slice(0, 3).join(", ") })
                : many
                  ? t("compose.tooMany", { most: recipientsMax })
                  : kind === "CUSTOMER" || kind === "KF_CUSTOMER"
                    ? t(`compose.idsHints.${kind}`)
                    : t("compose.idsHint")
            }
            onPaste={(event) => {
              const text = event.clipboardData.getData("text");
              if (recipientsIn(text).length < 2) return;
              event.preventDefault();
              add(text);
            }}
            onBlur={(event) => {
              // What was typed and not confirmed is meant all the same.
              if (event.target.value.trim()) add(event.target.value);
            }}
          />
        )}
      />
    </Box>
  );
}
