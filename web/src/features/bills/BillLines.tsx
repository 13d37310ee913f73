import { Box, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
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
  const heads = ["lineUsed", "lineIncluded", "lineOver", "lineUnits", "lineUnitPrice", "lineAmount"] as const;
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
              <TableCell key={head} sx={cell}>
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
                  <TableCell colSpan={6}>
                    {t("bills.feeDays", {
                      plan: t(`status:plan.${plan}`),
                      used: line.used ?? 0,
                      included: line.included ?? 0,
                    })}
                  </TableCell>
                  <TableCell sx={cell}>{money(line.amount)}</TableCell>
                </TableRow>
              );
            const amount = (value: number) => amountText(dimension, value, formats);
            return (
              <TableRow key={dimension}>
                <TableCell sx={{ whiteSpace: "nowrap" }}>{t(`dimension.${dimension}`)}</TableCell>
                <TableCell sx={cell}>{amount(line.used ?? 0)}</TableCell>
                <TableCell sx={cell}>
                  {line.included == null ? t("bills.none") : amount(line.included)}
                </TableCell>
                <TableCell sx={cell}>{amount(line.over)}</TableCell>
                <TableCell sx={cell}>{formats.number(line.units)}</TableCell>
                <TableCell sx={cell}>
                  {money(line.unitPrice)}
                  {line.unitSize > 1 && ` ${t("bills.unit", { size: amount(line.unitSize) })}`}
                </TableCell>
                <TableCell sx={cell}>{money(line.amount)}</TableCell>
              </TableRow>
            );
          })}
          <TableRow>
            <TableCell colSpan={6} sx={{ fontWeight: 600 }}>
              {t("bills.total")}
            </TableCell>
            <TableCell sx={{ ...cell, fontWeight: 600 }}>{money(total)}</TableCell>
          </TableRow>
        </TableBody>
      </Table>
    </Box>
  );
}
