import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CallbackList } from "./CallbackList.tsx";
import { CallbackSums } from "./CallbackSums.tsx";

/** What WeCom has called one account's application with. */
export function CallbackTab({ accountId }: { accountId: string }) {
  const { t } = useTranslation("callbacks");
  return (
    <Box sx={{ display: "flex", flexDirection: "column", minHeight: { sm: 560 } }}>
      <CallbackSums accountId={accountId} />
      <CallbackList accountId={accountId} emptyHint={t("emptyAccount.application")} />
    </Box>
  );
}
