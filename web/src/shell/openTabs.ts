/** A page that is open: one tab each, however its filters change. */
export interface OpenTab {
  pathname: string;
  /** With the view's state, so that coming back finds it as it was left. */
  address: string;
  title: string;
}

const most = 12;

/** The tabs after a visit: the page's own tab updated in its place, or a new one at the end. */
export function visit(tabs: readonly OpenTab[], tab: Omit<OpenTab, "title">): readonly OpenTab[] {
  const at = tabs.findIndex(({ pathname }) => pathname === tab.pathname);
  // The same list when nothing changed: it is compared by identity.
  if (tabs[at]?.address === tab.address) return tabs;
  if (at >= 0) return tabs.map((known, index) => (index === at ? { ...known, ...tab } : known));
  return [...tabs, { ...tab, title: "" }].slice(-most);
}

export function entitle(tabs: readonly OpenTab[], pathname: string, title: string): readonly OpenTab[] {
  return tabs.map((tab) => (tab.pathname === pathname && tab.title !== title ? { ...tab, title } : tab));
}

/** The tabs without one, and where to go if it was the one being looked at. */
export function close(
  tabs: readonly OpenTab[],
  pathname: string,
): { tabs: readonly OpenTab[]; neighbour: OpenTab | undefined } {
  const at = tabs.findIndex((tab) => tab.pathname === pathname);
  const left = tabs.filter((tab) => tab.pathname !== pathname);
  return { tabs: left, neighbour: left[Math.max(0, at - 1)] };
}
