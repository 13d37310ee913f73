import { GraphQLID, getNamedType } from "graphql";
import type { GraphQLResolveInfo } from "graphql";
import { z } from "zod";
import { invalidInput } from "./errors.ts";

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Control characters, bidirectional overrides and lone surrogates have no place in a name; they make two
// different names look alike, break logs, and NUL is refused by Postgres. Line breaks are allowed where asked.
// oxlint-disable no-control-regex -- control characters are what this is about
const unwanted =
  /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** One line of text, trimmed and NFC-normalised, `min` to `max` characters. */
export function text(min: number, max: number) {
  return z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(min, min === 1 ? "must not be empty" : `at least ${min} characters`)
        .max(max, `at most ${max} characters`)
        .refine((value) => !unwanted.test(value), "control characters are not allowed"),
    );
}

/** The id of a thing: a UUID. */
export function uuid() {
  return z.string().regex(uuidForm, "not an id");
}

export function isUuid(value: string): boolean {
  return uuidForm.test(value);
}

/**
 * type-graphql's hook for every argument of every resolver. An input class with `static rules` is parsed by
 * them (and takes the parsed values: trimmed, normalised); an ID argument must be a UUID.
 */
export function validateArgument(
  value: unknown,
  type: unknown,
  info: GraphQLResolveInfo,
  args: object,
): void {
  if (value == null) return;
  if (type === GraphQLID) {
    for (const id of Array.isArray(value) ? value : [value])
      if (id !== null && !uuidForm.test(String(id)))
        throw invalidInput(
          [{ path: [argumentName(args, value, type, info)], message: "not an id" }],
          "ID_MALFORMED",
        );
    return;
  }
  const rules = rulesOf(type);
  if (!rules) return;
  const name = argumentName(args, value, type, info);
  const parsed = rules.safeParse(value);
  if (!parsed.success) {
    // Arguments of an @ArgsType stand beside each other, so their path has no common first step.
    const prefix = name === "" ? [] : [name];
    throw invalidInput(
      parsed.error.issues.map((issue) => ({
        path: [...prefix, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))],
        message: issue.message,
      })),
    );
  }
  Object.assign(value, parsed.data);
}

function rulesOf(type: unknown): z.ZodType | undefined {
  const rules: unknown = typeof type === "function" && "rules" in type ? type.rules : undefined;
  return rules instanceof z.ZodType ? rules : undefined;
}

/**
 * The argument a value came from. An input class is named like its GraphQL type; a class that is neither is an
 * @ArgsType, whose fields are arguments themselves. Ids are plain strings and found by identity.
 */
function argumentName(args: object, value: unknown, type: unknown, info: GraphQLResolveInfo): string {
  if (typeof type === "function" && type !== String) {
    const field = info.parentType.getFields()[info.fieldName];
    return field?.args.find((argument) => getNamedType(argument.type).name === type.name)?.name ?? "";
  }
  return Object.entries(args).find(([, given]) => given === value)?.[0] ?? "";
}
