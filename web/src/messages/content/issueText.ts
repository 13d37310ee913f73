import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** A complaint of the server about a field of a content. */
export interface ContentIssue {
  /** Dotted, from the content down: `articles.0.title`. */
  path: string;
  message: string;
}

/** The server's sentences and ours for the same; in its order, the first that fits. */
const patterns = [
  [/^at most (\d+) bytes in UTF-8/, "maxBytes"],
  [/^at most (\d+) characters/, "maxCharacters"],
  [/^at least (\d+) characters/, "minCharacters"],
  [/^at least one/, "atLeastOne"],
  [/^at most (\d+) /, "atMost"],
  [/^(?:must not be empty|Invalid input: expected \w+, received undefined|is required here)/, "required"],
  [/^not an http or https address/, "address"],
  [/^not a file/, "file"],
  [/^not a user id/, "userId"],
  [/^not the id of a mini-programme/, "appId"],
  [/^needs an address/, "addressOrPage"],
  [/^needs a headline/, "headlineOrSubtitle"],
  [/^needs a picture/, "picture"],
  [/^not possible here/, "notPossible"],
  [/^control characters/, "control"],
  [/^holds a forbidden word: (.+)$/, "keyword"],
  [/^no value for (.+)$/, "noValue"],
  [/^not an id at WeCom/, "recipient"],
  [/^not a number/, "number"],
] as const;

/** A complaint in the reader's language; as the server says it where we have no sentence for it. */
export function useIssueText(): (message: string) => string {
  const { t } = useTranslation("messages");
  return useCallback(
    (message) => {
      for (const [pattern, key] of patterns) {
        const found = pattern.exec(message);
        if (found) return t(`issue.${key}`, { value: found[1] ?? "" });
      }
      return message;
    },
    [t],
  );
}

/** `previewMessage` writes an issue as one line, "path: message". */
export function issueOf(line: string): ContentIssue {
  const cut = line.indexOf(": ");
  return cut < 0 ? { path: "", message: line } : { path: line.slice(0, cut), message: line.slice(cut + 2) };
}

/** Issues of a mutation, from the content down; the rest belongs elsewhere. */
export function contentIssues(
  issues: readonly { path: readonly (string | number)[]; message: string }[],
): readonly ContentIssue[] {
  return issues.flatMap(({ path, message }) => {
    const from = path.indexOf("content");
    return from < 0 ? [] : [{ path: path.slice(from + 1).join("."), message }];
  });
}
