import { useTranslation } from "react-i18next";
import { downloadSchemaFile, schemaFiles } from "../session/schemaFiles.ts";
import type { Session } from "../session/session.ts";

/** The schema as files, for code generators and other tools. */
export function SchemaLinks({ session }: { session: Session }) {
  const { t } = useTranslation("graphiql");
  return schemaFiles.map((file) => (
    <button
      key={file.key}
      type="button"
      className="graphiql-un-styled"
      onClick={() => {
        downloadSchemaFile(session, file).catch((error: unknown) => window.alert(String(error)));
      }}
    >
      {t(`file.${file.key}`)}
    </button>
  ));
}
