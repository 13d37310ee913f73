import LockIcon from "@mui/icons-material/LockPersonOutlined";
import { use, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState.tsx";
import { PageTitleContext } from "../ui/Page.tsx";
import { useViewer } from "../viewer/ViewerContext.ts";

export function NoAccess({ right }: { right: string }) {
  const { t } = useTranslation("shell");
  const { tenant } = useViewer();
  const title = t("noAccess.title");
  const announce = use(PageTitleContext);
  useEffect(
    function nameTab() {
      document.title = `${title} · Wegraph`;
      announce(t("noAccess.tab"));
    },
    [announce, t, title],
  );
  return (
    <EmptyState icon={<LockIcon />} title={title}>
      {t("noAccess.text", { right, tenant: tenant.name })}
    </EmptyState>
  );
}
