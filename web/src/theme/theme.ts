import { createTheme } from "@mui/material/styles";
import { componentDefaults } from "./componentDefaults.ts";

export const modeStorageKey = "wegraph.mode";

const faces = [
  '"Inter Variable"',
  '"PingFang SC"',
  '"Microsoft YaHei"',
  '"Noto Sans CJK SC"',
  '"Noto Sans SC"',
  "system-ui",
  "sans-serif",
].join(",");

/** Calm, dense, legible: neutral surfaces and a single accent, in light and in dark. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-theme", cssVarPrefix: "wg" },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: "#2456c7", dark: "#1b449f", light: "#5b82db", contrastText: "#ffffff" },
        error: { main: "#c0301f" },
        warning: { main: "#a86200" },
        success: { main: "#0f7a50" },
        info: { main: "#0f7692" },
        background: { default: "#f4f5f7", paper: "#ffffff" },
        text: { primary: "#1a2230", secondary: "#566173", disabled: "#8b95a3" },
        divider: "#e2e5ea",
        action: { hover: "rgba(26, 34, 48, 0.045)", selected: "rgba(36, 86, 199, 0.09)" },
      },
    },
    dark: {
      palette: {
        primary: { main: "#8fb1ff", dark: "#6e97f5", light: "#b6ccff", contrastText: "#0c1424" },
        error: { main: "#ff8a7d" },
        warning: { main: "#eeb04f" },
        success: { main: "#5ccb98" },
        info: { main: "#5fc3dd" },
        background: { default: "#10141a", paper: "#181d25" },
        text: { primary: "#e5e9ef", secondary: "#9fabba", disabled: "#697485" },
        divider: "#2b323d",
        action: { hover: "rgba(229, 233, 239, 0.06)", selected: "rgba(143, 177, 255, 0.14)" },
      },
    },
  },
  shape: { borderRadius: 6 },
  spacing: 8,
  typography: {
    fontFamily: faces,
    fontSize: 14,
    htmlFontSize: 16,
    h1: { fontSize: "1.25rem", fontWeight: 620, lineHeight: 1.35, letterSpacing: "-0.01em" },
    h2: { fontSize: "0.9375rem", fontWeight: 600, lineHeight: 1.4 },
    h3: { fontSize: "0.875rem", fontWeight: 600, lineHeight: 1.45 },
    body1: { fontSize: "0.875rem", lineHeight: 1.5 },
    body2: { fontSize: "0.8125rem", lineHeight: 1.5 },
    caption: { fontSize: "0.75rem", lineHeight: 1.45 },
    button: { textTransform: "none", fontWeight: 560, fontSize: "0.8125rem" },
  },
  // Nothing moves longer than a person would notice.
  transitions: {
    duration: {
      shortest: 80,
      shorter: 100,
      short: 120,
      standard: 140,
      complex: 150,
      enteringScreen: 140,
      leavingScreen: 100,
    },
  },
  components: componentDefaults,
});
