import { useSyncExternalStore } from "react";

export type Language = "zh-CN" | "en";
export type Density = "compact" | "standard" | "comfortable";
/** distinct: status colours that stay apart for a colour-weak eye. */
export type Palette = "standard" | "distinct";

/** What this person likes on this device. Nothing here is worth protecting. */
export interface Preferences {
  /** Null until chosen here: then the account's language, else the browser's. */
  language: Language | null;
  density: Density;
  palette: Palette;
  railOpen: boolean;
  showTabs: boolean;
  /** Columns hidden, by list; a list that is not in here shows its usual ones. */
  hiddenColumns: Readonly<Record<string, readonly string[]>>;
  /** New alerts make themselves heard, and seen beyond the page. */
  alertSound: boolean;
  alertDesktop: boolean;
}

export const densities: readonly Density[] = ["compact", "standard", "comfortable"];

/** The list's row height: the middle one is the house's, the others are for small screens and tired eyes. */
export const rowHeights: Record<Density, number> = { compact: 32, standard: 40, comfortable: 52 };

const storageKey = "wegraph.preferences";

const untouched: Preferences = {
  language: null,
  density: "standard",
  palette: "standard",
  railOpen: true,
  showTabs: true,
  hiddenColumns: {},
  alertSound: false,
  alertDesktop: false,
};

let current = read();
const listeners = new Set<() => void>();

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

export function preferences(): Preferences {
  return current;
}

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // A browser that stores nothing still gets the preference for as long as the page is open.
  }
  show(current);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function read(): Preferences {
  return parse(stored());
}

function stored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? "{}");
  } catch {
    return null;
  }
}

/** What was stored, as far as it makes sense: an older console, or a person, may have written it. */
export function parse(found: unknown): Preferences {
  if (typeof found !== "object" || found === null) return untouched;
  const { language, density, palette, railOpen, showTabs, hiddenColumns, alertSound, alertDesktop } = {
    ...untouched,
    ...found,
  };
  return {
    language: oneOf(["zh-CN", "en"] as const, language) ?? untouched.language,
    density: oneOf(densities, density) ?? untouched.density,
    palette: oneOf(["standard", "distinct"] as const, palette) ?? untouched.palette,
    railOpen: typeof railOpen === "boolean" ? railOpen : untouched.railOpen,
    showTabs: typeof showTabs === "boolean" ? showTabs : untouched.showTabs,
    hiddenColumns: Object.fromEntries(
      Object.entries(hiddenColumns ?? {}).filter(([, fields]) => Array.isArray(fields)),
    ),
    alertSound: typeof alertSound === "boolean" ? alertSound : untouched.alertSound,
    alertDesktop: typeof alertDesktop === "boolean" ? alertDesktop : untouched.alertDesktop,
  };
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value);
}

function show({ palette, language }: Preferences): void {
  const root = document.documentElement;
  root.dataset["palette"] = palette;
  if (language) root.lang = language;
}
