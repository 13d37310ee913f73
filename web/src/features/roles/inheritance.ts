/** The roles that inherit from one, at any distance: none of them may stand above it, or the rights would go in a ring. */
export function descendantsOf(
  id: string,
  roles: readonly { id: string; parent: { id: string } | null }[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (above: string) => {
    for (const role of roles) {
      if (role.parent?.id !== above || found.has(role.id)) continue;
      found.add(role.id);
      walk(role.id);
    }
  };
  walk(id);
  return found;
}
