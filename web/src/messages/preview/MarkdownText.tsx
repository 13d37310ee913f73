import { Box } from "@mui/material";
import { ink } from "../../theme/tones.ts";
import { type Block, blocksOf, type Span } from "./markdown.ts";

const colours = {
  info: ink("positive"),
  comment: "var(--wg-palette-text-secondary)",
  warning: ink("attention"),
};

export function MarkdownText({ text }: { text: string }) {
  return (
    <Box sx={{ display: "grid", gap: 0.25, overflowWrap: "anywhere" }}>
      {blocksOf(text).map((block, index) => (
        // Lines have no identity but their place.
        <Line key={index} block={block} />
      ))}
    </Box>
  );
}

function Line({ block }: { block: Block }) {
  const spans = block.spans.map((span, index) => <Piece key={index} span={span} />);
  if (block.kind === "heading")
    return (
      <Box sx={{ fontWeight: 650, fontSize: `${Math.max(0.875, 1.2 - block.level * 0.07)}rem` }}>{spans}</Box>
    );
  if (block.kind === "quote")
    return <Box sx={{ borderLeft: 3, borderColor: "divider", pl: 1, color: "text.secondary" }}>{spans}</Box>;
  return <Box sx={{ minHeight: "1.2em" }}>{spans}</Box>;
}

function Piece({ span }: { span: Span }) {
  const { text, bold, code, href, colour } = span;
  if (code) return <code>{text}</code>;
  if (bold) return <b>{text}</b>;
  if (href) return <span style={{ color: "var(--wg-palette-primary-main)" }}>{text}</span>;
  return <span {...(colour ? { style: { color: colours[colour] } } : {})}>{text}</span>;
}
