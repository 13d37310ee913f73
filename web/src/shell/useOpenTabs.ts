import { useCallback, useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { useViewer } from "../viewer/ViewerContext.ts";
import { close, entitle, type OpenTab, visit } from "./openTabs.ts";

export interface OpenTabs {
  tabs: readonly OpenTab[];
  current: string;
  entitle: (title: string) => void;
  close: (pathname: string) => void;
  closeOthers: () => void;
}

/** The pages open in this browser tab, kept over a reload, each tenant with its own. */
export function useOpenTabs(): OpenTabs {
  const { tenant } = useViewer();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const storageKey = `wegraph.tabs.${tenant.id}`;
  const [kept, setKept] = useState(() => read(storageKey));

  const tabs = visit(kept, { pathname, address: pathname + search });
  // What is on the screen always has a tab. Setting it while drawing spares a second drawing.
  if (tabs !== kept) setKept(tabs);

  useEffect(() => {
    sessionStorage.setItem(storageKey, JSON.stringify(kept));
  }, [kept, storageKey]);

  return {
    tabs,
    current: pathname,
    entitle: useCallback(
      (title: string) =>
        setKept((now) => entitle(visit(now, { pathname, address: pathname + search }), pathname, title)),
      [pathname, search],
    ),
    close: (which) => {
      const { tabs: left, neighbour } = close(tabs, which);
      setKept(left);
      if (which === pathname) void navigate(neighbour?.address ?? "/");
    },
    closeOthers: () => setKept(tabs.filter((tab) => tab.pathname === pathname)),
  };
}

function read(key: string): readonly OpenTab[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isTab) : [];
  } catch {
    return [];
  }
}

function isTab(value: unknown): value is OpenTab {
  return (
    typeof value === "object" &&
    value !== null &&
    ["pathname", "address", "title"].every((name) => typeof Reflect.get(value, name) === "string")
  );
}
