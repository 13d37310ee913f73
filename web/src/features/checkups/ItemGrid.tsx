import AddIcon from "@mui/icons-material/AddRounded";
import UpIcon from "@mui/icons-material/ArrowUpwardRounded";
import RemoveIcon from "@mui/icons-material/DeleteOutlineRounded";
import {
  Box,
  Button,
  IconButton,
  InputBase,
  NativeSelect,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from "@mui/material";
import { memo, useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { CheckupItemCategory, CheckupItemFlag } from "../../gql/graphql.ts";
import { emptyItem } from "./draft.ts";
import type { DraftItem } from "./draft.ts";

export const categories: readonly CheckupItemCategory[] = [
  "GENERAL",
  "BLOOD_COUNT",
  "GLUCOSE",
  "LIPIDS",
  "LIVER",
  "KIDNEY",
  "THYROID",
  "URINE",
  "IMAGING",
  "ECG",
  "OTHER",
];
const flags: readonly CheckupItemFlag[] = ["N", "L", "H", "LL", "HH", "A"];
const typed = ["name", "result", "unit", "low", "high", "referenceText", "code"] as const;
type Typed = (typeof typed)[number];
const widths: Readonly<Record<Typed, number>> = {
  name: 180,
  result: 110,
  unit: 90,
  low: 70,
  high: 70,
  referenceText: 110,
  code: 90,
};
const heads = {
  name: "item.name",
  result: "item.value",
  unit: "item.unit",
  low: "item.low",
  high: "item.high",
  referenceText: "item.reference",
  code: "item.code",
} as const;

interface ItemGridProps {
  items: readonly DraftItem[];
  onChange: (change: (items: readonly DraftItem[]) => readonly DraftItem[]) => void;
}

/** Results as a table that is typed into; Enter in the last row begins another. */
export function ItemGrid({ items, onChange }: ItemGridProps) {
  const { t } = useTranslation("checkups");
  const set = useCallback(
    (key: string, change: Partial<DraftItem>) =>
      onChange((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item))),
    [onChange],
  );
  const remove = useCallback(
    (key: string) => onChange((all) => all.filter((item) => item.key !== key)),
    [onChange],
  );
  const up = useCallback(
    (key: string) =>
      onChange((all) => {
        const at = all.findIndex((item) => item.key === key);
        const [moved, above] = [all[at], all[at - 1]];
        return moved && above ? all.toSpliced(at - 1, 2, moved, above) : all;
      }),
    [onChange],
  );
  const add = useCallback(() => onChange((all) => [...all, emptyItem(all.at(-1)?.category)]), [onChange]);
  return (
    <Box>
      {items.length === 0 ? (
        <Typography color="textSecondary" sx={{ px: 2, py: 3 }}>
          {t("item.none")}
        </Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("item.title")}>
          <Table size="small" sx={{ "& td": { p: 0.25 } }}>
            <TableHead>
              <TableRow>
                <TableCell>{t("item.category")}</TableCell>
                {typed.map((field) => (
                  <TableCell key={field}>{t(heads[field])}</TableCell>
                ))}
                <TableCell>{t("item.flag")}</TableCell>
                <TableCell aria-hidden="true" />
              </TableRow>
            </TableHead>
            <TableBody>
              {items.map((item, nth) => (
                <ItemRow
                  key={item.key}
                  item={item}
                  nth={nth}
                  isLast={nth === items.length - 1}
                  onSet={set}
                  onRemove={remove}
                  onUp={up}
                  onAdd={add}
                />
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      <Button startIcon={<AddIcon />} onClick={add} sx={{ m: 1 }}>
        {t("item.add")}
      </Button>
    </Box>
  );
}

interface ItemRowProps {
  item: DraftItem;
  nth: number;
  isLast: boolean;
  onSet: (key: string, change: Partial<DraftItem>) => void;
  onRemove: (key: string) => void;
  onUp: (key: string) => void;
  onAdd: () => void;
}

/** Of hundreds of rows only the one that is typed into is drawn again. */
const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { item, nth, isLast, onSet, onRemove, onUp, onAdd } = props;
  const { t } = useTranslation("checkups");
  const { key } = item;
  const name = item.name || t("item.unnamed", { nth: nth + 1 });
  return (
    <TableRow>
      <TableCell>
        <NativeSelect
          disableUnderline
          value={item.category}
          inputProps={{ "aria-label": `${t("item.category")}, ${name}` }}
          onChange={({ target }) => {
            const chosen = categories.find((each) => each === target.value);
            if (chosen) onSet(key, { category: chosen });
          }}
          sx={{ width: 112, pl: 1, fontSize: "0.8125rem" }}
        >
          {categories.map((category) => (
            <option key={category} value={category}>
              {t(`category.${category}`)}
            </option>
          ))}
        </NativeSelect>
      </TableCell>
      {typed.map((field) => (
        <TableCell key={field}>
          <InputBase
            value={item[field]}
            inputProps={{
              "aria-label": `${t(heads[field])}, ${name}`,
              maxLength: field === "result" ? 500 : 200,
            }}
            onChange={({ target }) => onSet(key, { [field]: target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !isLast || event.nativeEvent.isComposing) return;
              event.preventDefault();
              onAdd();
            }}
            sx={{
              width: widths[field],
              px: 0.75,
              fontSize: "0.875rem",
              border: 1,
              borderColor: "divider",
              borderRadius: 1,
              "&.Mui-focused": { borderColor: "primary.main" },
            }}
          />
        </TableCell>
      ))}
      <TableCell>
        <NativeSelect
          disableUnderline
          value={item.flag}
          inputProps={{ "aria-label": `${t("item.flag")}, ${name}` }}
          onChange={({ target }) => onSet(key, { flag: flags.find((each) => each === target.value) ?? "" })}
          sx={{ width: 116, pl: 1, fontSize: "0.8125rem" }}
        >
          <option value="">{t("item.flagAuto")}</option>
          {flags.map((flag) => (
            <option key={flag} value={flag}>
              {t(`flag.${flag}`)}
            </option>
          ))}
        </NativeSelect>
      </TableCell>
      <TableCell sx={{ whiteSpace: "nowrap" }}>
        <Tooltip title={t("item.up", { name })}>
          <span>
            <IconButton
              size="small"
              disabled={nth === 0}
              aria-label={t("item.up", { name })}
              onClick={() => onUp(key)}
            >
              <UpIcon fontSize="small" />
            </IconButton>
          </span>
        </Tooltip>
        <Tooltip title={t("item.remove", { name })}>
          <IconButton size="small" aria-label={t("item.remove", { name })} onClick={() => onRemove(key)}>
            <RemoveIcon fontSize="small" />
          </IconButton>
        </Tooltip>
      </TableCell>
    </TableRow>
  );
});
