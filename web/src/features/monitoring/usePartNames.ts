import { useTranslation } from "react-i18next";
import { wordOr } from "../../i18n/wordOr.ts";

/** What components are called here: those we know by a word, all others as they call themselves. */
export function usePartNames() {
  const { i18n } = useTranslation("monitoring");
  const partName = (part: string) => wordOr(i18n, "monitoring", `parts.${part}`, part);
  const processName = (service: string, instance: string) =>
    `${wordOr(i18n, "monitoring", `services.${service}`, service)} · ${instance}`;
  return {
    partName,
    processName,
    /** Of the map: a process is named "wegraph@host". */
    nodeName: ({ kind, name }: { kind: "PROCESS" | "PART"; name: string }) => {
      const at = name.indexOf("@");
      return kind === "PROCESS" && at > 0
        ? processName(name.slice(0, at), name.slice(at + 1))
        : partName(name);
    },
  };
}
