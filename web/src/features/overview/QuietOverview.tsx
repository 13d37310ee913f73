import WaveIcon from "@mui/icons-material/EmojiPeopleOutlined";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";

/** The overview of somebody who may see no accounts. */
export function QuietOverview() {
  const { t } = useTranslation("overview");
  const { tenant, user } = useViewer();
  return (
    <Page title={t("title")} context={tenant.name}>
      <EmptyState
        icon={<WaveIcon />}
        title={t("quiet.title", { name: user?.displayName ?? "" })}
        action={
          <Button component={Link} to="/profile" variant="outlined">
            {t("quiet.profile")}
          </Button>
        }
      >
        {t("quiet.text")}
      </EmptyState>
    </Page>
  );
}
