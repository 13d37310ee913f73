import NextIcon from "@mui/icons-material/ChevronRightRounded";
import PreviousIcon from "@mui/icons-material/ChevronLeftRounded";
import { Box, IconButton, MenuItem, Select, Tooltip, Typography } from "@mui/material";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { firstPage, pageSizes, type Paging } from "./paging.ts";

interface PagerProps {
  paging: Paging;
  pageInfo:
    | { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
    | undefined;
  total: number | null | undefined;
  onPage: (paging: Partial<Paging>) => void;
}

/** The foot of a list. Keyset pages have no numbers: there is a next, a previous, and how many in all. */
export function Pager({ paging, pageInfo, total, onPage }: PagerProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labelId = useId();
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1,
        px: 1.5,
        height: 44,
        borderTop: 1,
        borderColor: "divider",
      }}
    >
      <Typography variant="body2" color="textSecondary" noWrap>
        {typeof total === "number" && t("totalCount", { count: total, formatted: formats.number(total) })}
      </Typography>
      <Box sx={{ flex: 1 }} />
      <Typography variant="body2" color="textSecondary" id={labelId}>
        {t("rowsPerPage")}
      </Typography>
      <Select
        variant="standard"
        disableUnderline
        value={paging.size}
        labelId={labelId}
        onChange={({ target }) => onPage({ ...firstPage, size: target.value })}
        sx={{ fontSize: "0.8125rem" }}
      >
        {[...new Set([...pageSizes, paging.size])]
          .toSorted((one, other) => one - other)
          .map((size) => (
            <MenuItem key={size} value={size}>
              {size}
            </MenuItem>
          ))}
      </Select>
      <Tooltip title={t("previousPage")}>
        <span>
          <IconButton
            aria-label={t("previousPage")}
            disabled={!(pageInfo?.hasPreviousPage ?? false)}
            onClick={() => onPage({ after: "", before: pageInfo?.startCursor ?? "" })}
          >
            <PreviousIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
      <Tooltip title={t("nextPage")}>
        <span>
          <IconButton
            aria-label={t("nextPage")}
            disabled={!(pageInfo?.hasNextPage ?? false)}
            onClick={() => onPage({ before: "", after: pageInfo?.endCursor ?? "" })}
          >
            <NextIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
    </Box>
  );
}
