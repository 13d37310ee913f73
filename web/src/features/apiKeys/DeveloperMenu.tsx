import CodeIcon from "@mui/icons-material/CodeRounded";
import { MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphiqlPath } from "../../graphiql/path.ts";
import { downloadSchemaFile, schemaFiles } from "../../session/schemaFiles.ts";
import { useSession } from "../../session/SessionContext.ts";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { useToaster } from "../../ui/Toasts.tsx";

/** What whoever writes a program against the interface wants next to its key. */
export function DeveloperMenu() {
  const { t } = useTranslation("apiKeys");
  const session = useSession();
  const toaster = useToaster();
  return (
    <MenuButton label={t("developer.menu")} icon={<CodeIcon fontSize="small" />} text={t("developer.menu")}>
      {(close) => [
        <MenuItem key="graphiql" component="a" href={graphiqlPath}>
          {t("developer.graphiql")}
        </MenuItem>,
        ...schemaFiles.map((file) => (
          <MenuItem
            key={file.key}
            onClick={() => {
              close();
              downloadSchemaFile(session, file).catch((error: unknown) => toaster.failed(error));
            }}
          >
            {t(`developer.${file.key}`)}
          </MenuItem>
        )),
      ]}
    </MenuButton>
  );
}
