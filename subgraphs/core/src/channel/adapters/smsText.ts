import type { Message } from "../adapter.ts";

/** What a variable of a notice's template may hold at both vendors. */
const variableMax = 35;

/** An SMS says what it is about; the rest stands in the console. Templates take no line breaks. */
export function smsText({ title }: Message): string {
  const characters = Array.from(title.replaceAll(/\s+/g, " ").trim());
  return characters.length <= variableMax
    ? characters.join("")
    : `${characters.slice(0, variableMax - 1).join("")}…`;
}
