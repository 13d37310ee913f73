/** Whether a granted pattern ("account:*") covers the right asked for ("account:read"). */
export function covers(granted: string, asked: string): boolean {
  const [resource, action] = granted.split(":");
  const [askedResource, askedAction] = asked.split(":");
  return (resource === "*" || resource === askedResource) && (action === "*" || action === askedAction);
}

export function holds(granted: readonly string[], asked: string): boolean {
  return granted.some((pattern) => covers(pattern, asked));
}
