import { Box, Link, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MarkdownText } from "../../messages/preview/MarkdownText.tsx";
import { contentIcon } from "./kindLook.ts";
import type { Said } from "./thread.ts";

/** What a message says. A file lies at WeCom: it is named, and opened there. */
export function BubbleBody({ message }: { message: Said }) {
  const { t } = useTranslation("conversations");
  const { type, text } = message;
  const field = (name: string) => fieldOf(message.content, name);
  if (text !== null && type === "MARKDOWN") return <MarkdownText text={text} />;
  if (text !== null) return <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text}</Box>;
  const name = t(`type.${type}`, { defaultValue: type });
  switch (type) {
    case "LOCATION":
      return (
        <Card type={type} title={field("name") || name} note={field("address")}>
          <code>{[field("latitude"), field("longitude")].filter(Boolean).join(", ")}</code>
        </Card>
      );
    case "LINK":
    case "LINK_CARD":
      return (
        <Card type={type} title={field("title") || name} note={field("description")}>
          {field("url") && (
            <Link href={field("url")} target="_blank" rel="noopener noreferrer nofollow" variant="body2">
              {hostOf(field("url"))}
            </Link>
          )}
        </Card>
      );
    case "MINIPROGRAM":
      return <Card type={type} title={field("title") || name} note={field("description") || name} />;
    case "NEWS":
      return <Card type={type} title={firstTitle(message.content) || name} note={name} />;
    case "TEMPLATE_CARD":
      return <Card type={type} title={name} note="" />;
    default:
      return <Card type={type} title={name} note={message.direction === "IN" ? t("openInWecom") : ""} />;
  }
}

interface CardProps {
  type: string;
  title: string;
  note: string;
  children?: ReactNode;
}

function Card({ type, title, note, children }: CardProps) {
  const Icon = contentIcon[type] ?? contentIcon["OTHER"];
  return (
    <Box sx={{ display: "flex", gap: 1, alignItems: "flex-start", minWidth: 160 }}>
      {Icon && <Icon sx={{ fontSize: 22, mt: 0.25, opacity: 0.75 }} aria-hidden="true" />}
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 560, overflowWrap: "anywhere" }}>
          {title}
        </Typography>
        {note && (
          <Typography variant="caption" component="div" sx={{ opacity: 0.8, overflowWrap: "anywhere" }}>
            {note}
          </Typography>
        )}
        {children}
      </Box>
    </Box>
  );
}

function fieldOf(content: unknown, name: string): string {
  if (typeof content !== "object" || content === null) return "";
  const value: unknown = Reflect.get(content, name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function firstTitle(content: unknown): string {
  if (typeof content !== "object" || content === null) return "";
  const articles: unknown = Reflect.get(content, "articles");
  return Array.isArray(articles) ? fieldOf(articles[0], "title") : "";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
