import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { wordOr } from "../i18n/wordOr.ts";

interface NamedRole {
  key: string;
  name: string;
  builtIn: boolean;
}

/** A role's name: a built-in one in the reader's language, any other as its author called it. */
export function useRoleName(): (role: NamedRole) => string {
  const { i18n } = useTranslation("rights");
  return useCallback(
    ({ key, name, builtIn }) => (builtIn ? wordOr(i18n, "rights", `role.${key}.name`, name) : name),
    [i18n],
  );
}

export function useRoleDescription(): (role: NamedRole & { description: string }) => string {
  const { i18n } = useTranslation("rights");
  return useCallback(
    ({ key, description, builtIn }) =>
      builtIn ? wordOr(i18n, "rights", `role.${key}.description`, description) : description,
    [i18n],
  );
}
