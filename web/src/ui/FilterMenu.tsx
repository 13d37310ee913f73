import ArrowIcon from "@mui/icons-material/ArrowDropDownRounded";
import { Box, Button, Checkbox, ListItemText, Menu, MenuItem } from "@mui/material";
import { type ReactNode, useId, useState } from "react";

export interface FilterOption<Value extends string> {
  value: Value;
  label: string;
  icon?: ReactNode;
  count?: string | undefined;
}

interface FilterMenuProps<Value extends string> {
  label: string;
  options: readonly FilterOption<Value>[];
  chosen: readonly Value[];
  onChange: (chosen: readonly Value[]) => void;
  /** One at most: choosing another takes its place. */
  single?: boolean;
}

/** A filter as a button that says what it is set to. */
export function FilterMenu<Value extends string>(props: FilterMenuProps<Value>) {
  const { label, options, chosen, onChange, single = false } = props;
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const names = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  const active = chosen.length > 0;

  const toggle = (value: Value) => {
    if (single) {
      onChange(chosen.includes(value) ? [] : [value]);
      setAnchor(null);
    } else onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  };

  return (
    <>
      <Button
        variant="outlined"
        color={active ? "primary" : "inherit"}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        {...(anchor ? { "aria-controls": id } : {})}
        endIcon={<ArrowIcon />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          height: 34,
          borderColor: active ? "primary.main" : "var(--field-edge)",
          bgcolor: active ? "action.selected" : "background.paper",
          maxWidth: 260,
        }}
      >
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
          {active
            ? `${label}: ${names.length > 2 ? names.length : names.join(", ") || chosen.length}`
            : label}
        </Box>
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { maxHeight: 420, minWidth: 200 } }, list: { dense: true } }}
      >
        {options.map(({ value, label: text, icon, count }) => (
          <MenuItem
            key={value}
            role={single ? "menuitemradio" : "menuitemcheckbox"}
            aria-checked={chosen.includes(value)}
            selected={single && chosen.includes(value)}
            onClick={() => toggle(value)}
          >
            {!single && (
              <Checkbox size="small" checked={chosen.includes(value)} tabIndex={-1} inert sx={{ p: 0.25 }} />
            )}
            {icon}
            <ListItemText primary={text} slotProps={{ primary: { variant: "body2" } }} />
            {count !== undefined && (
              <Box component="span" sx={{ color: "text.secondary", fontSize: "0.75rem", pl: 2 }}>
                {count}
              </Box>
            )}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
