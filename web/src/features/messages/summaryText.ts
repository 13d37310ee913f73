import type { MessageType } from "../../gql/graphql.ts";
import { at } from "../../messages/content/contentState.ts";

/** One line that says which message it is; empty where only its type says something. */
export function summaryOf(type: MessageType, content: unknown): string {
  const text = (...path: (string | number)[]) => {
    const found = at(content, path);
    return typeof found === "string" ? found : "";
  };
  switch (type) {
    case "TEXT":
    case "GROUP_TEXT":
    case "MARKDOWN":
      return text("text").replaceAll(/\s+/g, " ");
    case "LINK_CARD":
    case "MINIPROGRAM":
    case "VIDEO":
      return text("title");
    case "NEWS":
      return text("articles", 0, "title");
    case "TEMPLATE_CARD":
      return text("card", "headline", "title") || text("card", "subtitle");
    case "IMAGE":
    case "VOICE":
    case "FILE":
      return "";
  }
}
