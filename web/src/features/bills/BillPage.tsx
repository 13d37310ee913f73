import { useQuery } from "@apollo/client/react";
import CsvIcon from "@mui/icons-material/FileDownloadOutlined";
import PrintIcon from "@mui/icons-material/PrintOutlined";
import { Box, Button, GlobalStyles } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { download } from "../../charts/csv.ts";
import { formatsOf } from "../../i18n/formats.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { quotaTenantQuery } from "../quotas/quotaQueries.ts";
import { BillLines } from "./BillLines.tsx";
import { billQuery } from "./billQueries.ts";
import { moneyText } from "./money.ts";

/** On paper only the bill itself, dark on white, whatever the console looks like. */
const onPaper = {
  "@media print": {
    "body *": { visibility: "hidden" },
    ".bill, .bill *": { visibility: "visible", color: "#000 !important", background: "#fff !important" },
    ".bill": { position: "absolute", insetInlineStart: 0, insetBlockStart: 0, width: "100%" },
    ".bill .not-on-paper": { display: "none" },
    "@page": { margin: "16mm" },
  },
} as const;

export function BillPage() {
  const { t } = useTranslation(["quotas", "status"]);
  const { id = "" } = useParams();
  const { locale } = useFormats();
  const { data, error, refetch } = useQuery(billQuery, { variables: { id } });
  const bill = data?.bill;
  const { data: named } = useQuery(quotaTenantQuery, {
    variables: { id: bill?.tenantId ?? "" },
    skip: !bill,
  });
  if (data && !bill)
    return <GonePage title={t("bills.gone")} list={{ path: "/bills", text: t("bills.title") }} />;
  if (!bill)
    return (
      <LoadingPage title={t("bills.title")} problem={seriousError(error)} onRetry={() => void refetch()} />
    );
  const { period, currency, total, timeZone, csv } = bill;
  // The bill's own zone, whoever reads it where.
  const formats = formatsOf(locale, timeZone);
  const lastDay = new Date(Date.parse(bill.periodEnd) - 1);
  return (
    <Box className="bill">
      <GlobalStyles styles={onPaper} />
      <Page
        title={t("bills.billOf", { period })}
        actions={
          <Box className="not-on-paper" sx={{ display: "flex", gap: 1 }}>
            <Button
              variant="outlined"
              startIcon={<CsvIcon />}
              onClick={() => download(`wegraph-bill-${period}.csv`, csv)}
            >
              {t("bills.csv")}
            </Button>
            <Button variant="contained" startIcon={<PrintIcon />} onClick={() => window.print()}>
              {t("bills.print")}
            </Button>
          </Box>
        }
      >
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          <Panel>
            <Facts
              facts={[
                [t("bills.customer"), named?.tenant?.name ?? "–"],
                [
                  t("bills.period"),
                  t("bills.range", { from: formats.date(bill.periodStart), to: formats.date(lastDay) }),
                ],
                [t("bills.plan"), t(`status:plan.${bill.plan}`)],
                [t("bills.total"), moneyText(total, currency, locale)],
                [t("bills.closedAt"), formats.dateTime(bill.closedAt)],
              ]}
            />
          </Panel>
          <Panel title={t("bills.lines")} note={t("bills.zone", { zone: timeZone })}>
            <BillLines lines={bill.lines} plan={bill.plan} currency={currency} total={total} />
          </Panel>
        </Box>
      </Page>
    </Box>
  );
}
