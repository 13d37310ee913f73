import { useTranslation } from "react-i18next";

/** Nothing for the moment that asking takes; a word when it takes longer. */
export function Waiting({ unreachable }: { unreachable: boolean }) {
  const { t } = useTranslation("graphiql");
  return <div className="wegraph-notice">{unreachable && t("unreachable")}</div>;
}
