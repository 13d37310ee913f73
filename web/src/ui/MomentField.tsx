import { OutlinedInput } from "@mui/material";
import { use } from "react";
import { TimeZoneContext } from "../i18n/useFormats.ts";
import { localOf, momentOf } from "../i18n/zonedTime.ts";

/** A moment, entered in the tenant's time zone; as ISO 8601, or empty. */
export function MomentField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const timeZone = use(TimeZoneContext);
  return (
    <OutlinedInput
      type="datetime-local"
      size="small"
      value={props.value ? localOf(props.value, timeZone) : ""}
      onChange={(event) => props.onChange(momentOf(event.target.value, timeZone) ?? "")}
      startAdornment={
        <span
          style={{
            fontSize: "0.75rem",
            marginRight: 8,
            color: "var(--wg-palette-text-secondary)",
            whiteSpace: "nowrap",
          }}
        >
          {props.label}
        </span>
      }
      inputProps={{ "aria-label": props.label }}
      sx={{ height: 34, fontSize: "0.8125rem", width: { xs: "100%", sm: 232 } }}
    />
  );
}
