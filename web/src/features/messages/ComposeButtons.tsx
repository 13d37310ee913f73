import BatchIcon from "@mui/icons-material/PlaylistAddRounded";
import SendIcon from "@mui/icons-material/SendRounded";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useCan } from "../../viewer/ViewerContext.ts";

/** The two ways to send, where one may. */
export function ComposeButtons() {
  const { t } = useTranslation("messages");
  const can = useCan();
  if (!can("message:send")) return null;
  return (
    <>
      <Button component={Link} to="/messages/batches/new" variant="outlined" startIcon={<BatchIcon />}>
        {t("batch.new")}
      </Button>
      <Button component={Link} to="/messages/new" variant="contained" startIcon={<SendIcon />}>
        {t("compose.open")}
      </Button>
    </>
  );
}
