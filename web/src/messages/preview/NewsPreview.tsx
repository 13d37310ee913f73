import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Note, Surface, textAt, Title } from "./parts.tsx";
import { Picture } from "./Picture.tsx";

/** Articles: the first large, with its picture above; the others in rows below it. */
export function NewsPreview({ articles }: { articles: unknown }) {
  const { t } = useTranslation("messages");
  const [first, ...others]: unknown[] = Array.isArray(articles) ? articles : [];
  return (
    <Surface flush>
      <Box sx={{ width: 300, maxWidth: "100%" }}>
        <Picture height={140} />
        <Box sx={{ p: 1.25 }}>
          <Title>{textAt(first, "title") || t("preview.title")}</Title>
          {others.length === 0 && <Note>{textAt(first, "description")}</Note>}
        </Box>
        {others.map((article, index) => (
          <Box
            key={index}
            sx={{ display: "flex", gap: 1, px: 1.25, py: 0.75, borderTop: 1, borderColor: "divider" }}
          >
            <Box sx={{ flex: 1, minWidth: 0, fontSize: "0.8125rem", overflowWrap: "anywhere" }}>
              {textAt(article, "title") || t("preview.title")}
            </Box>
            <Picture height={40} width={44} />
          </Box>
        ))}
      </Box>
    </Surface>
  );
}
