import { Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Setting_RowFragment } from "../../gql/graphql.ts";
import { DetailDrawer } from "../../ui/DetailDrawer.tsx";
import { useSettingTexts } from "./useSettingTexts.ts";
import { ValueForm } from "./ValueForm.tsx";
import { VersionList } from "./VersionList.tsx";

interface SettingDrawerProps {
  settingKey: string;
  setting: Setting_RowFragment | undefined;
  mayManage: boolean;
  isLoading: boolean;
  onClose: () => void;
}

/** One setting at one place: what it means, what is said, and what was said before. */
export function SettingDrawer({ settingKey, setting, mayManage, isLoading, onClose }: SettingDrawerProps) {
  const { t } = useTranslation("settings");
  const textsOf = useSettingTexts();
  const texts = setting && textsOf(setting);
  return (
    <DetailDrawer
      title={texts?.title ?? settingKey}
      problem={undefined}
      onRetry={onClose}
      isLoading={isLoading}
      gone={!isLoading && !setting && t("gone")}
      onClose={onClose}
    >
      {setting && texts && (
        <>
          <div>
            <Typography variant="body1">{texts.description}</Typography>
            <Typography variant="caption" color="textSecondary" sx={{ fontFamily: "monospace" }}>
              {setting.key}
            </Typography>
          </div>
          <ValueForm
            key={`${setting.key} ${setting.version}`}
            setting={setting}
            title={texts.title}
            mayManage={mayManage}
          />
          <VersionList setting={setting} mayManage={mayManage} />
        </>
      )}
    </DetailDrawer>
  );
}
