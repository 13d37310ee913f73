import type { ThemeOptions } from "@mui/material/styles";
import { toneStyles } from "./tones.ts";

/** How Material's parts look here: flat, outlined, small, and never shouting. */
export const componentDefaults: NonNullable<ThemeOptions["components"]> = {
  MuiCssBaseline: {
    styleOverrides: {
      ...toneStyles,
      body: { fontVariantNumeric: "tabular-nums", fontFeatureSettings: '"cv11", "ss03"' },
      "#root": { isolation: "isolate", minHeight: "100dvh" },
      ":focus-visible": {
        outline: "2px solid var(--wg-palette-primary-main)",
        outlineOffset: 2,
      },
      "code, kbd, .mono": {
        fontFamily: 'ui-monospace, SFMono-Regular, "Cascadia Mono", "JetBrains Mono", Consolas, monospace',
        fontSize: "0.92em",
      },
      ".visually-hidden": {
        position: "absolute",
        width: 1,
        height: 1,
        overflow: "hidden",
        clipPath: "inset(50%)",
        whiteSpace: "nowrap",
      },
      "@media (prefers-reduced-motion: reduce)": {
        "*, *::before, *::after": {
          animationDuration: "0.01ms !important",
          animationIterationCount: "1 !important",
          transitionDuration: "0.01ms !important",
          scrollBehavior: "auto !important",
        },
      },
    },
  },
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: { root: { fontFamily: "inherit" } },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: "small" },
    styleOverrides: { root: { minHeight: 32, paddingInline: 12, whiteSpace: "nowrap" } },
  },
  MuiIconButton: { defaultProps: { size: "small" }, styleOverrides: { root: { borderRadius: 6 } } },
  MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
  // White on white otherwise, while it is off.
  MuiSwitch: { styleOverrides: { thumb: { boxShadow: "0 0 0 1px var(--field-edge)" } } },
  MuiTextField: { defaultProps: { size: "small", fullWidth: true } },
  MuiFormControl: { defaultProps: { size: "small" } },
  MuiSelect: { defaultProps: { size: "small" } },
  MuiAutocomplete: { defaultProps: { size: "small" } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: { backgroundColor: "var(--wg-palette-background-paper)" },
      notchedOutline: { borderColor: "var(--field-edge)" },
    },
  },
  MuiInputLabel: { styleOverrides: { root: { fontSize: "0.875rem" } } },
  MuiFormHelperText: { styleOverrides: { root: { marginInline: 2 } } },
  MuiDialog: { styleOverrides: { paper: { borderRadius: 10 } } },
  MuiDialogTitle: {
    styleOverrides: { root: { fontSize: "1rem", fontWeight: 600, padding: "16px 24px 8px" } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: "8px 24px 16px" } } },
  MuiDialogActions: { styleOverrides: { root: { padding: "12px 24px 16px", gap: 4 } } },
  MuiMenuItem: { styleOverrides: { root: { fontSize: "0.875rem", minHeight: 34, gap: 8 } } },
  MuiTooltip: {
    defaultProps: { enterDelay: 350, enterNextDelay: 120 },
    styleOverrides: { tooltip: { fontSize: "0.75rem", maxWidth: 360 } },
  },
  MuiTab: { styleOverrides: { root: { minHeight: 40, paddingBlock: 8, textTransform: "none" } } },
  MuiToggleButton: { styleOverrides: { root: { color: "var(--wg-palette-text-secondary)" } } },
  MuiTabs: { styleOverrides: { root: { minHeight: 40 } } },
  MuiChip: { defaultProps: { size: "small" }, styleOverrides: { root: { borderRadius: 5 } } },
  MuiLink: { defaultProps: { underline: "hover" } },
  MuiAlert: { styleOverrides: { root: { alignItems: "center" }, message: { flex: 1, minWidth: 0 } } },
};
