import RefreshIcon from "@mui/icons-material/RefreshRounded";
import { Box, IconButton, ToggleButton, ToggleButtonGroup, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MomentField } from "../../ui/MomentField.tsx";
import type { StateOf } from "../../ui/urlState.ts";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { spans, views, type Range, type vitalsState } from "./vitalsState.ts";

interface VitalsBarProps {
  state: StateOf<typeof vitalsState>;
  range: Range;
  onChange: ChangeUrlState<typeof vitalsState>;
  onRefresh: () => void;
  action: ReactNode;
}

const buttonStyle = { px: 1.25, py: 0.25, textTransform: "none" } as const;

/** Which time, drawn or listed, once for all charts of the tab. */
export function VitalsBar({ state, range, onChange, onRefresh, action }: VitalsBarProps) {
  const { t } = useTranslation("vitals");
  const isOwn = !range.isLive;
  const moments = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
  const first = { after: "", before: "" };
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={isOwn ? "own" : state.span}
        aria-label={t("range.label")}
        onChange={(_, next: (typeof spans)[number] | "own" | null) => {
          if (next === "own") onChange({ ...moments, ...first }, "push");
          else if (next) onChange({ span: next, from: "", to: "", ...first }, "push");
        }}
      >
        {[...spans, "own" as const].map((span) => (
          <ToggleButton key={span} value={span} sx={buttonStyle}>
            {t(`range.${span}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {isOwn && (
        <>
          <MomentField
            label={t("from")}
            value={state.from}
            onChange={(from) => from !== "" && onChange({ from, ...first })}
          />
          <MomentField
            label={t("to")}
            value={state.to}
            onChange={(to) => to !== "" && onChange({ to, ...first })}
          />
        </>
      )}
      <ToggleButtonGroup
        exclusive
        size="small"
        value={state.view}
        aria-label={t("view.label")}
        onChange={(_, next: (typeof views)[number] | null) => next && onChange({ view: next, ...first })}
      >
        {views.map((view) => (
          <ToggleButton key={view} value={view} sx={buttonStyle}>
            {t(`view.${view}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Tooltip title={t("refresh")}>
        <IconButton aria-label={t("refresh")} onClick={onRefresh} size="small">
          <RefreshIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Box sx={{ flex: 1 }} />
      {action}
    </Box>
  );
}
