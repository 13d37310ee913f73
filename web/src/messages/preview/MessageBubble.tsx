import AppIcon from "@mui/icons-material/AppsRounded";
import FileIcon from "@mui/icons-material/InsertDriveFileOutlined";
import PlayIcon from "@mui/icons-material/PlayCircleOutlineRounded";
import VoiceIcon from "@mui/icons-material/GraphicEqRounded";
import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Content } from "../content/contentState.ts";
import { CardPreview } from "./CardPreview.tsx";
import { MarkdownText } from "./MarkdownText.tsx";
import { NewsPreview } from "./NewsPreview.tsx";
import { useMediaName } from "../media.ts";
import { OwnPicture, Picture } from "./Picture.tsx";
import { Foot, Note, Pairs, Surface, textAt, Title } from "./parts.tsx";

/** A message as the person who gets it sees it in WeCom. Pictures of others' addresses are not fetched. */
export function MessageBubble({ content, sender }: { content: Content; sender: string }) {
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "flex-start", minWidth: 0 }}>
      <Box
        aria-hidden="true"
        sx={{
          width: 34,
          height: 34,
          borderRadius: 1,
          bgcolor: "primary.main",
          color: "primary.contrastText",
          display: "grid",
          placeContent: "center",
          flexShrink: 0,
        }}
      >
        <AppIcon sx={{ fontSize: 20 }} />
      </Box>
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography variant="caption" color="textSecondary" component="div" noWrap sx={{ mb: 0.25 }}>
          {sender}
        </Typography>
        <Bubble content={content} />
      </Box>
    </Box>
  );
}

function Bubble({ content }: { content: Content }) {
  const { t } = useTranslation("messages");
  const field = (name: string) => textAt(content, name);
  switch (content.type) {
    case "TEXT":
      return <Said>{field("text") || t("preview.empty")}</Said>;
    case "GROUP_TEXT": {
      const people = content["mentions"];
      const named = Array.isArray(people) ? people.map((name) => `@${String(name)}`) : [];
      const mentions = content["mentionsAll"] === true ? [...named, t("preview.everybody")] : named;
      return (
        <Said>
          {field("text") || t("preview.empty")}{" "}
          {mentions.length > 0 && (
            <span style={{ color: "var(--wg-palette-primary-main)" }}>{mentions.join(" ")}</span>
          )}
        </Said>
      );
    }
    case "MARKDOWN":
      return (
        <Surface>
          <MarkdownText text={field("text") || t("preview.empty")} />
        </Surface>
      );
    case "IMAGE":
      return <OwnPicture id={field("file")} height={150} width={200} />;
    case "VOICE":
      return (
        <Surface>
          <Box sx={{ display: "flex", alignItems: "center", gap: 1, width: 110 }}>
            <VoiceIcon fontSize="small" /> 0:05
          </Box>
        </Surface>
      );
    case "VIDEO":
      return (
        <Surface flush>
          <Picture height={130} icon={<PlayIcon />} />
          {(field("title") || field("description")) && (
            <Box sx={{ p: 1.25 }}>
              <Title>{field("title")}</Title>
              <Note>{field("description")}</Note>
            </Box>
          )}
        </Surface>
      );
    case "FILE":
      return (
        <Surface>
          <Box sx={{ display: "flex", alignItems: "center", gap: 1.5, width: 220, minWidth: 0 }}>
            <Typography noWrap variant="body1" sx={{ flex: 1 }}>
              <FileName id={field("file")} />
            </Typography>
            <FileIcon sx={{ fontSize: 34, color: "text.secondary" }} />
          </Box>
        </Surface>
      );
    case "LINK_CARD":
      return (
        <Surface>
          <Title>{field("title") || t("preview.title")}</Title>
          <Note lines={6}>{field("description")}</Note>
          <Foot>{field("buttonText") || t("preview.details")}</Foot>
        </Surface>
      );
    case "MINIPROGRAM":
      return <Notice content={content} />;
    case "NEWS":
      return <NewsPreview articles={content["articles"]} />;
    case "TEMPLATE_CARD":
      return <CardPreview card={content["card"]} />;
  }
}

/** The notice of a mini-programme: rows of names and values, the first of which may be large. */
function Notice({ content }: { content: Content }) {
  const { t } = useTranslation("messages");
  const items: readonly unknown[] = Array.isArray(content["items"]) ? content["items"] : [];
  const emphasised = content["emphasizeFirst"] === true ? items.at(0) : undefined;
  const rows = emphasised === undefined ? items : items.slice(1);
  return (
    <Surface>
      <Title>{textAt(content, "title") || t("preview.title")}</Title>
      <Note>{textAt(content, "description")}</Note>
      {emphasised !== undefined && (
        <Box sx={{ textAlign: "center", py: 1 }}>
          <Note>{textAt(emphasised, "key")}</Note>
          <Box sx={{ fontSize: "1.375rem", fontWeight: 600 }}>{textAt(emphasised, "value")}</Box>
        </Box>
      )}
      <Pairs pairs={rows.map((row) => [textAt(row, "key"), textAt(row, "value")])} />
      <Foot>{t("preview.miniprogram")}</Foot>
    </Surface>
  );
}

function FileName({ id }: { id: string }) {
  const { t } = useTranslation("messages");
  return <>{useMediaName(id) ?? t("preview.file")}</>;
}

function Said({ children }: { children: ReactNode }) {
  return (
    <Surface>
      <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{children}</Box>
    </Surface>
  );
}
