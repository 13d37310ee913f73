import type { ComponentType } from "react";
import { loadWords } from "../i18n/i18n.ts";

/** The right a page needs; the shell shows why instead of the page when the viewer lacks it. */
export interface RouteHandle {
  requires?: string;
}

/** A page's code and its words, fetched side by side when somebody goes there. */
export function page(load: () => Promise<ComponentType>, ...namespaces: string[]) {
  return async () => {
    const [Component] = await Promise.all([load(), loadWords("errors", "status", ...namespaces)]);
    return { Component };
  };
}
