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
  /** Columns hidden, by list. */
  hiddenColumns: Readonly<Record<string, readonly string[]>>;
}

const storageKey = "wegraph.preferences";

const untouched: Preferences = {
  language: null,
  density: "standard",
  palette: "standard",
  railOpen: true,
  showTabs: true,
  hiddenColumns: {},
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

/** The list's row height: the middle one is the house's, the others are for small screens and tired eyes. */
export const rowHeights: Record<Density, number> = { compact: 32, standard: 40, comfortable: 52 };

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return { ...untouched, ...(stored as Partial<Preferences>) };
  } catch {
    return untouched;
  }
}

function show({ palette, language }: Preferences): void {
  const root = document.documentElement;
  root.dataset["palette"] = palette;
  if (language) root.lang = language;
}
