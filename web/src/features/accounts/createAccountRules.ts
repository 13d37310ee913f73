import type { Resolver } from "react-hook-form";
import * as z from "zod/mini";
import { zodResolver } from "../../forms/zodResolver.ts";
import type { CreateAccountInput } from "../../gql/graphql.ts";
import { applicationFields, applicationOf } from "./applicationRules.ts";

const common = {
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  corpId: z.string().check(z.minLength(1, "required")),
  group: z.string().check(z.trim(), z.maxLength(100, "tooLong")),
  tags: z.array(z.string()),
  autoRecover: z.boolean(),
  connector: z.enum(["INSTANCE", "CORP_APP"]),
};
const typed = { agentId: z.string(), secret: z.string(), memberLimit: z.string(), apiUrl: z.string() };
const instanceRules = z.object({ ...common, ...typed });
const appRules = z.object({
  ...common,
  ...applicationFields,
  secret: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(256, "tooLong")),
});

export type CreateAccountValues = z.infer<typeof instanceRules>;

const checks = { INSTANCE: zodResolver(instanceRules), CORP_APP: zodResolver(appRules) };

/** What has to be filled in depends on how the account is connected. */
export const createAccountResolver: Resolver<CreateAccountValues> = (values, context, options) =>
  checks[values.connector](values, context, options);

export function createAccountInput(values: CreateAccountValues): CreateAccountInput {
  const { name, corpId, group, tags, autoRecover, connector, secret } = values;
  return {
    name,
    corpId,
    tags,
    autoRecover,
    connector,
    ...(group && { group }),
    ...(connector === "CORP_APP" && { application: { ...applicationOf(values), secret } }),
  };
}
