import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "../../ui/Page.tsx";
import { DeliveryLog } from "./DeliveryLog.tsx";

/** What was sent over all channels. */
export function DeliveriesPage() {
  const { t } = useTranslation("channels");
  return (
    <Page
      fill
      title={t("log")}
      context={t("logContext")}
      actions={
        <Button variant="outlined" component={Link} to="/notification-channels">
          {t("title")}
        </Button>
      }
    >
      <DeliveryLog />
    </Page>
  );
}
