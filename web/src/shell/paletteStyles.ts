import type { SxProps, Theme } from "@mui/material/styles";

/** cmdk brings behaviour and no looks; these are the palette's. */
export const paletteStyles: SxProps<Theme> = {
  "& [cmdk-input]": {
    width: "100%",
    height: 52,
    px: 2.5,
    border: 0,
    borderBottom: 1,
    borderStyle: "solid",
    borderColor: "divider",
    outline: "none",
    font: "inherit",
    fontSize: "0.9375rem",
    color: "text.primary",
    bgcolor: "transparent",
    "&::placeholder": { color: "text.secondary", opacity: 1 },
  },
  "& [cmdk-list]": { maxHeight: "min(52vh, 420px)", overflow: "auto", p: 1, scrollPaddingBlock: "8px" },
  "& [cmdk-group-heading]": { px: 1.5, py: 0.75, fontSize: "0.75rem", color: "text.secondary", fontWeight: 560 },
  "& [cmdk-item]": {
    display: "flex",
    alignItems: "center",
    gap: 1.25,
    minHeight: 38,
    px: 1.5,
    borderRadius: 1,
    cursor: "pointer",
    fontSize: "0.875rem",
    "& svg": { color: "text.secondary" },
    "& small": { color: "text.secondary", fontSize: "0.75rem" },
    "& .grow": { flex: 1, minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
    '&[data-selected="true"]': { bgcolor: "action.selected" },
  },
  "& footer": {
    px: 2.5,
    py: 1,
    borderTop: 1,
    borderColor: "divider",
    fontSize: "0.75rem",
    color: "text.secondary",
  },
};
