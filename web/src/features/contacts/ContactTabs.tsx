import { Tab, Tabs } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

const pages = [
  { value: "contacts", path: "/contacts" },
  { value: "groups", path: "/contacts/groups" },
  { value: "syncs", path: "/contacts/syncs" },
] as const;

/** The three lists of what is read from WeCom; each is a page with an address of its own. */
export function ContactTabs({ value }: { value: (typeof pages)[number]["value"] }) {
  const { t } = useTranslation("contacts");
  return (
    <Tabs
      component="nav"
      value={value}
      aria-label={t("title")}
      sx={{
        mb: 1.5,
        minHeight: 36,
        borderBottom: 1,
        borderColor: "divider",
        "& .MuiTab-root": { minHeight: 36, py: 0 },
      }}
    >
      {pages.map((page) => (
        <Tab
          key={page.value}
          value={page.value}
          label={t(`tab.${page.value}`)}
          component={Link}
          to={page.path}
        />
      ))}
    </Tabs>
  );
}
