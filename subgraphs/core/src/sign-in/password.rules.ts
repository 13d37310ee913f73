const passwordLength = { min: 8, max: 128 } as const;

/**
 * What is wrong with a new password, or null. Length and not being guessable are all that helps; classes of
 * characters and forced changes only teach people to number their passwords (OWASP ASVS 5.0, 6.2).
 *
 * @param isCommon whether the lower-cased text is in the dictionary of common passwords.
 * @param context what an attacker tries first: the e-mail and the name.
 */
export function passwordIssue(
  password: string,
  isCommon: (lowerCased: string) => boolean,
  context: readonly string[] = [],
): string | null {
  const length = Array.from(password).length;
  if (length < passwordLength.min) return `at least ${passwordLength.min} characters`;
  if (length > passwordLength.max) return `at most ${passwordLength.max} characters`;
  const plain = password.toLowerCase();
  if (new Set(plain).size < 4) return "too few different characters";
  if (isCommon(plain) || isCommon(withoutDecoration(plain)))
    return "this password is among the most common ones";
  const parts = context
    .flatMap((text) => [text, ...text.split("@"), ...text.split(/[@\s._-]+/)])
    .map((part) => part.toLowerCase());
  if (parts.some((part) => part.length >= 4 && withoutDecoration(plain) === part))
    return "do not use your name or e-mail as the password";
  return null;
}

/** "sunshine2024!" is "sunshine" to anyone who guesses. */
function withoutDecoration(plain: string): string {
  const bare = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return bare.length >= 4 ? bare : plain;
}
