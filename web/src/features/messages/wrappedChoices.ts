/** A row of choices that may need several lines: each stands for itself. */
export const wrappedChoices = {
  flexWrap: "wrap",
  gap: 0.75,
  "& .MuiToggleButtonGroup-grouped": {
    border: "1px solid",
    borderColor: "divider",
    borderRadius: "6px !important",
    m: 0,
  },
} as const;
