import { Box, FormControlLabel, Switch, TextField, Typography } from "@mui/material";
import { use } from "react";
import { useTranslation } from "react-i18next";
import { TimeZoneContext } from "../../i18n/useFormats.ts";
import { localOf, momentOf } from "../../i18n/zonedTime.ts";
import { ChoiceField } from "../../messages/content/ChoiceField.tsx";
import { useSenders } from "../../messages/useSenders.ts";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { Sending } from "./composeState.ts";

interface SendingFieldsProps {
  sending: Sending;
  onChange: (sending: Sending) => void;
}

/** Who sends, when, and whether later is good enough. */
export function SendingFields({ sending, onChange }: SendingFieldsProps) {
  const { t } = useTranslation("messages");
  const can = useCan();
  const timeZone = use(TimeZoneContext);
  const { senders } = useSenders(!can("account:read"));
  const { accountId, scheduledAt, maySpread } = sending;
  const known = senders.some(({ id }) => id === accountId);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <ChoiceField
        label={t("sending.account")}
        value={known ? accountId : "auto"}
        hint={known ? undefined : t("sending.autoHint")}
        options={[
          { value: "auto", label: t("sending.auto") },
          ...senders.map(({ id, name, status }) => ({
            value: id,
            label: (
              <Box sx={{ display: "flex", gap: 1, alignItems: "center", width: "100%" }}>
                <Typography noWrap sx={{ flex: 1 }}>
                  {name}
                </Typography>
                <AccountStatusChip status={status} />
              </Box>
            ),
          })),
        ]}
        onChange={(next) => onChange({ ...sending, accountId: next === "auto" ? "" : next })}
      />
      <TextField
        type="datetime-local"
        label={t("sending.scheduledAt")}
        value={scheduledAt ? localOf(scheduledAt, timeZone) : ""}
        helperText={t("sending.scheduledHint", { zone: timeZone })}
        onChange={(event) =>
          onChange({ ...sending, scheduledAt: momentOf(event.target.value, timeZone) ?? "" })
        }
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <FormControlLabel
        control={
          <Switch
            checked={maySpread}
            onChange={(_, checked) => onChange({ ...sending, maySpread: checked })}
          />
        }
        label={t("sending.maySpread")}
      />
    </Box>
  );
}
