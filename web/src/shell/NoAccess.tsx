import LockIcon from "@mui/icons-material/LockPersonOutlined";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState.tsx";
import { useViewer } from "../viewer/ViewerContext.ts";

export function NoAccess({ right }: { right: string }) {
  const { t } = useTranslation("shell");
  const { tenant } = useViewer();
  return (
    <EmptyState icon={<LockIcon />} title={t("noAccess.title")}>
      {t("noAccess.text", { right, tenant: tenant.name })}
    </EmptyState>
  );
}
