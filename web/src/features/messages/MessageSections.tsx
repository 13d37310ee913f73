import { Tab, Tabs } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

const sections = [
  { key: "records", path: "/messages" },
  { key: "batches", path: "/messages/batches" },
  { key: "templates", path: "/messages/templates" },
  { key: "statistics", path: "/messages/statistics" },
  { key: "limits", path: "/messages/limits" },
] as const;

export type Section = (typeof sections)[number]["key"];

/** The parts of this domain's messages, each an address of its own. */
export function MessageSections({ section }: { section: Section }) {
  const { t } = useTranslation("messages");
  return (
    <Tabs
      value={section}
      component="nav"
      aria-label={t("sections")}
      variant="scrollable"
      allowScrollButtonsMobile
      sx={{ borderBottom: 1, borderColor: "divider", mb: 2, flexShrink: 0 }}
    >
      {sections.map(({ key, path }) => (
        <Tab key={key} value={key} label={t(`section.${key}`)} component={Link} to={path} />
      ))}
    </Tabs>
  );
}
