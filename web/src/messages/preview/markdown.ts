/** A piece of a line of WeCom's markdown, with how it looks. */
export interface Span {
  text: string;
  bold?: boolean;
  code?: boolean;
  href?: string;
  colour?: "info" | "comment" | "warning";
}

export type Block =
  | { kind: "heading"; level: number; spans: readonly Span[] }
  | { kind: "quote"; spans: readonly Span[] }
  | { kind: "line"; spans: readonly Span[] };

/**
 * The subset that WeCom draws (path/90236, markdown): headings, bold, links, inline code, quotes and three colours. What
 * it does not know stands there as it was written, as in WeCom itself.
 */
export function blocksOf(text: string): readonly Block[] {
  return text.split(/\r?\n/).map((line) => {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, spans: spansOf(heading[2] ?? "") };
    const quote = /^>\s?(.*)$/.exec(line);
    if (quote) return { kind: "quote", spans: spansOf(quote[1] ?? "") };
    return { kind: "line", spans: spansOf(line) };
  });
}

const marks =
  /\*\*(?<bold>[^*]+)\*\*|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)|<font color="(?<colour>info|comment|warning)">(?<tinted>.*?)<\/font>/g;

export function spansOf(line: string): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of line.matchAll(marks)) {
    if (match.index > from) spans.push({ text: line.slice(from, match.index) });
    from = match.index + match[0].length;
    const { bold, code, label, href, colour, tinted } = match.groups ?? {};
    if (bold !== undefined) spans.push({ text: bold, bold: true });
    else if (code !== undefined) spans.push({ text: code, code: true });
    else if (label !== undefined && href !== undefined)
      spans.push({ text: label, ...(isWeb(href) ? { href } : {}) });
    else if (tinted !== undefined) spans.push({ text: tinted, colour: colourOf(colour) });
  }
  if (from < line.length) spans.push({ text: line.slice(from) });
  return spans;
}

/** Anything else (`javascript:`…) is no place to go to from a preview. */
function isWeb(href: string): boolean {
  return /^https?:\/\//i.test(href);
}

function colourOf(name: string | undefined): "info" | "comment" | "warning" {
  return name === "info" || name === "warning" ? name : "comment";
}
