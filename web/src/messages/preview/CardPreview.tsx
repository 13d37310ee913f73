import MenuIcon from "@mui/icons-material/MoreHorizRounded";
import NextIcon from "@mui/icons-material/ChevronRightRounded";
import CheckedIcon from "@mui/icons-material/CheckBoxOutlined";
import UncheckedIcon from "@mui/icons-material/CheckBoxOutlineBlankRounded";
import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ink } from "../../theme/tones.ts";
import { at, kindOf } from "../content/contentState.ts";
import { Note, Pairs, Surface, textAt, Title } from "./parts.tsx";
import { Picture } from "./Picture.tsx";

const sourceColours: Readonly<Record<string, string>> = {
  GREY: "var(--wg-palette-text-secondary)",
  BLACK: "var(--wg-palette-text-primary)",
  RED: ink("negative"),
  GREEN: ink("positive"),
};

/** A template card, part by part from the top, as WeCom stacks them. */
export function CardPreview({ card }: { card: unknown }) {
  const { t } = useTranslation("messages");
  const kind = kindOf(card);
  const part = (...path: string[]) => textAt(card, ...path);
  const listed = (name: string) => listAt(card, name);
  return (
    <Surface>
      <Box sx={{ width: 292, maxWidth: "100%", display: "grid", gap: 1 }}>
        {(at(card, ["source"]) !== undefined || at(card, ["menu"]) !== undefined) && (
          <Box sx={{ display: "flex", alignItems: "center", fontSize: "0.75rem" }}>
            <Box sx={{ flex: 1, color: sourceColours[part("source", "color")] ?? "text.secondary" }}>
              {part("source", "text")}
            </Box>
            {at(card, ["menu"]) !== undefined && <MenuIcon sx={{ fontSize: 18, color: "text.secondary" }} />}
          </Box>
        )}
        {kind === "NEWS_NOTICE" && at(card, ["image"]) !== undefined && <Picture height={110} />}
        {(part("headline", "title") || part("headline", "description")) && (
          <div>
            <Title>{part("headline", "title")}</Title>
            <Note>{part("headline", "description")}</Note>
          </div>
        )}
        {at(card, ["emphasis"]) !== undefined && (
          <Box sx={{ textAlign: "center" }}>
            <Box sx={{ fontSize: "1.5rem", fontWeight: 600 }}>{part("emphasis", "title")}</Box>
            <Note>{part("emphasis", "description")}</Note>
          </Box>
        )}
        {at(card, ["imageText"]) !== undefined && (
          <Box sx={{ display: "flex", gap: 1 }}>
            <Picture height={56} width={56} />
            <div>
              <Title>{part("imageText", "title")}</Title>
              <Note>{part("imageText", "description")}</Note>
            </div>
          </Box>
        )}
        {at(card, ["quote"]) !== undefined && (
          <Box sx={{ bgcolor: "action.hover", borderRadius: 1, p: 1, fontSize: "0.8125rem" }}>
            <Title>{part("quote", "title")}</Title>
            <Note lines={6}>{part("quote", "text")}</Note>
          </Box>
        )}
        <Note lines={6}>{part("subtitle")}</Note>
        {listed("paragraphs").map((paragraph, index) => (
          <div key={index}>
            <Title>{textAt(paragraph, "title")}</Title>
            <Note lines={6}>{textAt(paragraph, "description")}</Note>
          </div>
        ))}
        {listed("rows").length > 0 && (
          <Pairs pairs={listed("rows").map((row) => [textAt(row, "name"), textAt(row, "value")])} />
        )}
        {kind === "VOTE_INTERACTION" &&
          listAt(at(card, ["question"]), "options").map((option, index) => (
            <Box key={index} sx={{ display: "flex", gap: 0.75, alignItems: "center", fontSize: "0.8125rem" }}>
              {at(option, ["isChecked"]) === true ? (
                <CheckedIcon fontSize="small" />
              ) : (
                <UncheckedIcon fontSize="small" />
              )}
              {textAt(option, "text")}
            </Box>
          ))}
        {at(card, ["selection"]) !== undefined && <Choice selection={at(card, ["selection"])} />}
        {listed("selections").map((selection, index) => (
          <Choice key={index} selection={selection} />
        ))}
        {listed("buttons").length > 0 && (
          <Box sx={{ display: "grid", gap: 0.75, gridTemplateColumns: "1fr 1fr" }}>
            {listed("buttons").map((button, index) => (
              <Button key={index}>{textAt(button, "text") || t("preview.button")}</Button>
            ))}
          </Box>
        )}
        {at(card, ["submit"]) !== undefined && (
          <Button>{part("submit", "text") || t("preview.button")}</Button>
        )}
        {listed("jumps").map((jump, index) => (
          <Row key={index}>{textAt(jump, "title")}</Row>
        ))}
      </Box>
    </Surface>
  );
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const found = at(value, [name]);
  return Array.isArray(found) ? found : [];
}

function Choice({ selection }: { selection: unknown }) {
  const [first] = listAt(selection, "options");
  return (
    <Row>
      {textAt(selection, "title")} · {textAt(first, "text")}
    </Row>
  );
}

function Row({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "center",
        borderTop: 1,
        borderColor: "divider",
        pt: 0.75,
        fontSize: "0.8125rem",
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>{children}</Box>
      <NextIcon fontSize="small" sx={{ color: "text.secondary" }} />
    </Box>
  );
}

function Button({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        py: 0.5,
        textAlign: "center",
        fontSize: "0.8125rem",
        color: "primary.main",
      }}
    >
      {children}
    </Box>
  );
}
