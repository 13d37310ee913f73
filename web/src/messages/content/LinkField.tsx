import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChoiceField } from "./ChoiceField.tsx";
import type { NestingProps } from "./fieldTypes.ts";
import type { Field } from "./fields.ts";
import { at } from "./contentState.ts";

const fieldsOf: Readonly<Record<"NONE" | "URL" | "MINIPROGRAM", readonly Field[]>> = {
  NONE: [],
  URL: [{ kind: "url", name: "url", label: "url", required: true, maxBytes: 2048 }],
  MINIPROGRAM: [
    { kind: "text", name: "appId", label: "appId", required: true, max: 64 },
    { kind: "text", name: "page", label: "page", maxBytes: 1024 },
  ],
};

export function LinkField({
  field,
  label,
  value,
  path,
  issues,
  problem,
  onChange,
  Fields,
}: NestingProps<"link">) {
  const { t } = useTranslation("messages");
  const kind = at(value, ["kind"]) === "MINIPROGRAM" ? "MINIPROGRAM" : value ? "URL" : "NONE";
  const kinds = (["NONE", "URL", "MINIPROGRAM"] as const).filter((one) => one !== "NONE" || !field.required);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <ChoiceField
        label={label}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(`linkKind.${one}`) }))}
        hint={problem}
        onChange={(next) =>
          onChange(
            next === "NONE"
              ? undefined
              : next === "URL"
                ? { kind: next, url: "" }
                : { kind: next, appId: "", page: "" },
          )
        }
      />
      {kind === "NONE" ? null : (
        <Box sx={{ pl: 2, borderLeft: 2, borderColor: "divider" }}>
          <Fields
            fields={fieldsOf[kind]}
            value={value}
            path={path}
            issues={issues}
            onChange={(next) => onChange({ ...(typeof next === "object" ? next : {}), kind })}
          />
        </Box>
      )}
      {problem && <Typography className="visually-hidden">{problem}</Typography>}
    </Box>
  );
}
