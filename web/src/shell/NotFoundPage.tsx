import LostIcon from "@mui/icons-material/ExploreOffOutlined";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";

export function NotFoundPage() {
  const { t } = useTranslation("shell");
  return (
    <Page title={t("notFound.title")} heading={null}>
      <EmptyState
        icon={<LostIcon />}
        title={t("notFound.title")}
        action={
          <Button component={Link} to="/" variant="contained">
            {t("notFound.home")}
          </Button>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </Page>
  );
}
