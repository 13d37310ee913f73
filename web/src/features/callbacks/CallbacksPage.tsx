import { useTranslation } from "react-i18next";
import { CallbackList } from "../../callbacks/CallbackList.tsx";
import { CallbackSums } from "../../callbacks/CallbackSums.tsx";
import { Page } from "../../ui/Page.tsx";

/** Everything WeCom has called in with, and what became of it. */
export function CallbacksPage() {
  const { t } = useTranslation("callbacks");
  return (
    <Page title={t("title")} fill personal>
      <CallbackSums />
      <CallbackList />
    </Page>
  );
}
