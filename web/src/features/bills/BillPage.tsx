import { useQuery } from "@apollo/client/react";
import CsvIcon from "@mui/icons-material/FileDownloadOutlined";
import { Box, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { download } from "../../charts/csv.ts";
import { formatsOf } from "../../i18n/formats.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { NotOnPaper, OnPaper, PrintButton } from "../../ui/OnPaper.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { quotaTenantQuery } from "../quotas/quotaQueries.ts";
import { BillLines } from "./BillLines.tsx";
import { billQuery } from "./billQueries.ts";
import { moneyText } from "./money.ts";

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
    <OnPaper>
      <Page
        title={t("bills.billOf", { period })}
        actions={
          <NotOnPaper>
            <Button
              variant="outlined"
              startIcon={<CsvIcon />}
              onClick={() => download(`wegraph-bill-${period}.csv`, csv)}
            >
              {t("bills.csv")}
            </Button>
            <PrintButton label={t("bills.print")} />
          </NotOnPaper>
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
          <Panel flush title={t("bills.lines")} note={t("bills.zone", { zone: timeZone })}>
            <BillLines lines={bill.lines} plan={bill.plan} currency={currency} total={total} />
          </Panel>
        </Box>
      </Page>
    </OnPaper>
  );
}
