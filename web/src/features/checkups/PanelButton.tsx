import { useQuery } from "@apollo/client/react";
import PanelIcon from "@mui/icons-material/PlaylistAddRounded";
import { Button, ListItemText, Menu, MenuItem } from "@mui/material";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { panelsQuery } from "./checkupQueries.ts";
import { draftItem } from "./draft.ts";
import type { DraftItem } from "./draft.ts";

/** Adds the items of a common panel, with the intervals that are published for the patient. */
export function PanelButton({
  patientId,
  onAdd,
}: {
  patientId: string;
  onAdd: (items: readonly DraftItem[]) => void;
}) {
  const { t, i18n } = useTranslation("checkups");
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { data } = useQuery(panelsQuery, { variables: { patientId } });
  const own = (names: { nameZh: string; nameEn: string }) =>
    i18n.language === "zh-CN" ? names.nameZh : names.nameEn;
  return (
    <>
      <Button
        startIcon={<PanelIcon />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        {...(anchor ? { "aria-controls": id } : {})}
        disabled={!data}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        {t("panel.add")}
      </Button>
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {data?.checkupPanels.map((panel) => (
          <MenuItem
            key={panel.key}
            onClick={() => {
              setAnchor(null);
              onAdd(
                panel.items.map((item) =>
                  draftItem({
                    ...item,
                    category: panel.category,
                    name: own(item),
                    value: null,
                    text: null,
                    flag: null,
                  }),
                ),
              );
            }}
          >
            <ListItemText
              primary={own(panel)}
              secondary={t("panel.source", { source: panel.source })}
              slotProps={{ secondary: { sx: { whiteSpace: "normal", maxWidth: 360 } } }}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
