import type { SxProps, Theme } from "@mui/material/styles";

export const gridStyles: SxProps<Theme> = {
  border: 0,
  fontSize: "0.8125rem",
  "--DataGrid-rowBorderColor": "var(--wg-palette-divider)",
  "--DataGrid-t-header-background-base": "var(--wg-palette-background-paper)",
  "& .MuiDataGrid-columnHeaderTitle": { fontWeight: 560, color: "text.secondary", fontSize: "0.75rem" },
  "& .MuiDataGrid-cell": { display: "flex", alignItems: "center" },
  "& .MuiDataGrid-cell:focus-visible, & .MuiDataGrid-columnHeader:focus-visible": { outlineOffset: -2 },
  "& .MuiDataGrid-overlayWrapper, & .MuiDataGrid-overlayWrapperInner": { minHeight: 240 },
  "& .MuiDataGrid-row:hover": { bgcolor: "action.hover" },
};
