/**
 * Where to go after sign-in. Only a path of this console: an address that a stranger put in a link
 * must not send anybody who signs in elsewhere ("//host", "/\host" and schemes are such).
 */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted)) return "/";
  return wanted.startsWith("/sign-in") ? "/" : wanted;
}

export function signInPath(from: string): string {
  return from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
}
