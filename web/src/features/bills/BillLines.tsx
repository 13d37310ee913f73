import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Bill_LineFragment, TenantPlan } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { amountText } from "../../i18n/quotaAmount.ts";
import { moneyText } from "./money.ts";

interface BillLinesProps {
  lines: readonly Bill_LineFragment[];
  plan: TenantPlan;
  currency: string;
  total: number;
}

/** What a month costs, and what for. */
export function BillLines({ lines, plan, currency, total }: BillLinesProps) {
  const { t } = useTranslation(["quotas", "status"]);
  const formats = useFormats();
  const money = (minor: number) => moneyText(minor, currency, formats.locale);
  const cell = { textAlign: "right", whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" } as const;
  // On a phone only what it is and what it costs; how that comes about stands below its name.
  const wide = { ...cell, display: { xs: "none", sm: "table-cell" } } as const;
  const heads = ["lineUsed", "lineIncluded", "lineOver", "lineUnits", "lineUnitPrice", "lineAmount"] as const;
  const between = heads.slice(0, -1).map((head) => <TableCell key={head} sx={wide} />);
  return (
    <Box
      sx={{ overflowX: "auto" }}
      // A table that scrolls must be reachable without a mouse.
      tabIndex={0}
      role="region"
      aria-label={t("bills.lines")}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("bills.line")}</TableCell>
            {heads.map((head) => (
              <TableCell key={head} sx={head === "lineAmount" ? cell : wide}>
                {t(`bills.${head}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line) => {
            const { dimension } = line;
            if (!dimension)
              return (
                <TableRow key="fee">
                  <TableCell>
                    {t("bills.feeDays", {
                      plan: t(`status:plan.${plan}`),
                      used: line.used ?? 0,
                      included: line.included ?? 0,
                    })}
                  </TableCell>
                  {between}
                  <TableCell sx={cell}>{money(line.amount)}</TableCell>
                </TableRow>
              );
            const amount = (value: number) => amountText(dimension, value, formats);
            const used = amount(line.used ?? 0);
            const included = line.included == null ? t("bills.none") : amount(line.included);
            const price = [
              money(line.unitPrice),
              ...(line.unitSize > 1 ? [t("bills.unit", { size: amount(line.unitSize) })] : []),
            ].join(" ");
            return (
              <TableRow key={dimension}>
                <TableCell sx={{ whiteSpace: { sm: "nowrap" } }}>
                  {t(`dimension.${dimension}`)}
                  <Typography
                    variant="caption"
                    color="textSecondary"
                    component="div"
                    sx={{ display: { sm: "none" } }}
                  >
                    {`${t("bills.lineUsed")} ${used} / ${included} · ${price}`}
                  </Typography>
                </TableCell>
                <TableCell sx={wide}>{used}</TableCell>
                <TableCell sx={wide}>{included}</TableCell>
                <TableCell sx={wide}>{amount(line.over)}</TableCell>
                <TableCell sx={wide}>{formats.number(line.units)}</TableCell>
                <TableCell sx={wide}>{price}</TableCell>
                <TableCell sx={cell}>{money(line.amount)}</TableCell>
              </TableRow>
            );
          })}
          <TableRow>
            <TableCell sx={{ fontWeight: 600 }}>{t("bills.total")}</TableCell>
            {between}
            <TableCell sx={{ ...cell, fontWeight: 600 }}>{money(total)}</TableCell>
          </TableRow>
        </TableBody>
      </Table>
    </Box>
  );
}
