import ClearIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface FilterBarProps {
  children: ReactNode;
  /** Given while any filter is set. */
  onClear?: (() => void) | undefined;
  tools?: ReactNode;
}

export function FilterBar({ children, onClear, tools }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <Box role="search" sx={{ display: "flex", flexWrap: "wrap", gap: 1, mb: 1.5, alignItems: "center" }}>
      {children}
      {onClear && (
        <Button color="inherit" startIcon={<ClearIcon fontSize="small" />} onClick={onClear}>
          {t("clearFilters")}
        </Button>
      )}
      <Box sx={{ flex: 1 }} />
      {tools}
    </Box>
  );
}
