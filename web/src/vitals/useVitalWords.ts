import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { consciousnessLevels, unitText, vitalLookOf } from "./vitalTable.ts";

export interface VitalWords {
  /** "Heart rate". A code that this console does not know stays what it is. */
  name(code: string): string;
  /** "72", with as many decimals as the vital sign has; a level of consciousness as its word. */
  number(code: string, value: number): string;
  /** "72 /min". */
  value(code: string, value: number): string;
  unit(code: string): string;
}

/** How vital signs are named and written in the reader's language. Pages that use it load the namespace "vitals". */
export function useVitalWords(): VitalWords {
  const { t } = useTranslation("vitals");
  const formats = useFormats();
  const unit = (code: string) => unitText(vitalLookOf(code)?.units[0]?.unit ?? "");
  const number = (code: string, value: number) => {
    const look = vitalLookOf(code);
    if (look?.key === "consciousness") {
      const level = consciousnessLevels[value];
      if (level) return t(`consciousness.${level}`);
    }
    return formats.number(value, look?.digits ?? 1);
  };
  return {
    name: (code) => {
      const look = vitalLookOf(code);
      return look ? t(`kind.${look.key}`) : code;
    },
    number,
    unit,
    value: (code, value) => [number(code, value), unit(code)].filter(Boolean).join(" "),
  };
}
