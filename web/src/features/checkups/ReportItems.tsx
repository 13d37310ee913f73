import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import type { ItemData } from "./checkupQueries.ts";
import { FlagMark } from "./FlagMark.tsx";
import { referenceText, resultText, unitText } from "./itemText.ts";

/** What was examined, under what it belongs to. */
export function ReportItems({ items }: { items: readonly ItemData[] }) {
  const { t } = useTranslation("checkups");
  const categories = [...new Set(items.map(({ category }) => category))];
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("item.title")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("item.name")}</TableCell>
            <TableCell align="right">{t("item.value")}</TableCell>
            <TableCell>{t("item.unit")}</TableCell>
            <TableCell>{t("item.reference")}</TableCell>
            <TableCell>{t("item.flag")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {categories.map((category) => (
            <Fragment key={category}>
              <TableRow>
                <TableCell
                  component="th"
                  scope="rowgroup"
                  colSpan={5}
                  sx={{ bgcolor: "action.hover", py: 0.5 }}
                >
                  <Typography variant="body2" sx={{ fontWeight: 600 }}>
                    {t(`category.${category}`)}
                  </Typography>
                </TableCell>
              </TableRow>
              {items.map((item, nth) =>
                item.category === category ? <ItemRow key={`${nth} ${item.name}`} item={item} /> : null,
              )}
            </Fragment>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function ItemRow({ item }: { item: ItemData }) {
  const formats = useFormats();
  const isAbnormal = item.flag != null && item.flag !== "N";
  return (
    <TableRow>
      <TableCell sx={{ minWidth: 128 }}>{item.name}</TableCell>
      <TableCell
        align={(item.text?.length ?? 0) > 20 ? "left" : "right"}
        sx={{
          fontWeight: isAbnormal ? 700 : 400,
          fontVariantNumeric: "tabular-nums",
          whiteSpace: "pre-line",
        }}
      >
        {resultText(item, formats)}
      </TableCell>
      <TableCell>{unitText(item.unit)}</TableCell>
      <TableCell sx={{ minWidth: 84 }}>{referenceText(item, formats)}</TableCell>
      <TableCell>{isAbnormal && <FlagMark flag={item.flag} />}</TableCell>
    </TableRow>
  );
}
