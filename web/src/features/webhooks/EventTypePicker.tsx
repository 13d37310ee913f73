import {
  Box,
  Checkbox,
  FormControl,
  FormControlLabel,
  FormGroup,
  FormHelperText,
  FormLabel,
  Skeleton,
  Typography,
} from "@mui/material";
import { useQuery } from "@apollo/client/react";
import { type Control, useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { wordOr } from "../../i18n/wordOr.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { EndpointValues } from "./endpointRules.ts";
import { eventTypesQuery } from "./webhookFragments.ts";

/** The catalogue to tick from; what the viewer may not see cannot be ticked. */
export function EventTypePicker({ control }: { control: Control<EndpointValues> }) {
  const { t, i18n } = useTranslation("webhooks");
  const can = useCan();
  const problem = useFieldProblem();
  const { data } = useQuery(eventTypesQuery);
  const { field, fieldState } = useController({ control, name: "eventTypes" });
  const toggle = (type: string) =>
    field.onChange(
      field.value.includes(type) ? field.value.filter((one) => one !== type) : [...field.value, type],
    );
  return (
    <FormControl component="fieldset" error={fieldState.error !== undefined}>
      <FormLabel component="legend">{t("field.eventTypes")}</FormLabel>
      <FormHelperText sx={{ mx: 0 }}>
        {problem(fieldState.error?.message) ?? t("field.eventTypesHint")}
      </FormHelperText>
      <FormGroup>
        {data ? (
          data.webhookEventTypes.map(({ type, description, requires }) => (
            <FormControlLabel
              key={type}
              disabled={!can(requires)}
              sx={{ alignItems: "flex-start", mt: 0.75, mr: 0 }}
              control={
                <Checkbox
                  size="small"
                  sx={{ py: 0.25 }}
                  checked={field.value.includes(type)}
                  onChange={() => toggle(type)}
                />
              }
              label={
                <Box>
                  <Typography variant="body2">
                    {wordOr(i18n, "webhooks", `eventType.${type.replaceAll(".", "_")}`, description)}
                  </Typography>
                  <Typography variant="caption" color="textSecondary" component="code">
                    {type}
                  </Typography>
                </Box>
              }
            />
          ))
        ) : (
          <Skeleton variant="rounded" height={200} />
        )}
      </FormGroup>
    </FormControl>
  );
}
