import AddIcon from "@mui/icons-material/AddRounded";
import DownIcon from "@mui/icons-material/ArrowDownwardRounded";
import UpIcon from "@mui/icons-material/ArrowUpwardRounded";
import RemoveIcon from "@mui/icons-material/CloseRounded";
import { Box, Button, IconButton, Paper, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { NestingProps } from "./fieldTypes.ts";
import { emptyFields } from "./contentState.ts";

/** Several of the same, in an order that matters: articles, rows, buttons, options. */
export function FieldList({
  field,
  label,
  value,
  path,
  issues,
  problem,
  onChange,
  Fields,
}: NestingProps<"list">) {
  const { t } = useTranslation(["messages", "common"]);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const swap = (one: number, other: number) =>
    onChange(
      items.map((item, index) => (index === one ? items[other] : index === other ? items[one] : item)),
    );
  return (
    <Box role="group" aria-label={label} sx={{ display: "grid", gap: 1 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {label}{" "}
          <Typography component="span" variant="caption" color="textSecondary">
            {t("list.count", { count: items.length, most: field.max })}
          </Typography>
        </Typography>
        <Button
          startIcon={<AddIcon />}
          disabled={items.length >= field.max}
          onClick={() => onChange([...items, emptyFields(field.fields)])}
        >
          {t("common:add")}
        </Button>
      </Box>
      {problem && (
        <Typography variant="caption" color="error">
          {problem}
        </Typography>
      )}
      {items.map((item, index) => {
        const name = `${label} ${index + 1}`;
        return (
          // An entry has no identity but its place.
          <Paper key={index} variant="outlined" sx={{ p: 1.5 }}>
            <Box sx={{ display: "flex", alignItems: "center", mb: 1.5 }}>
              <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
                {name}
              </Typography>
              <Act
                label={t("list.up", { name })}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                <UpIcon fontSize="inherit" />
              </Act>
              <Act
                label={t("list.down", { name })}
                disabled={index === items.length - 1}
                onClick={() => swap(index, index + 1)}
              >
                <DownIcon fontSize="inherit" />
              </Act>
              <Act
                label={t("list.remove", { name })}
                disabled={items.length <= field.min}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                <RemoveIcon fontSize="inherit" />
              </Act>
            </Box>
            <Fields
              fields={field.fields}
              value={item}
              path={[...path, index]}
              issues={issues}
              onChange={(next) => onChange(items.map((known, at) => (at === index ? next : known)))}
            />
          </Paper>
        );
      })}
    </Box>
  );
}

function Act(props: { label: string; disabled: boolean; onClick: () => void; children: React.ReactNode }) {
  return (
    <Tooltip title={props.label}>
      <span>
        <IconButton aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
          {props.children}
        </IconButton>
      </span>
    </Tooltip>
  );
}
