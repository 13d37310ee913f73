import type { MiddlewareFn } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { refusal } from "@wegraph/kit/principal";

/** On fields of a user beyond the name: whoever was reached by name only shows none of them. */
export const moreThanName: MiddlewareFn<RequestContext> = ({ root, context }, next) => {
  const { isNameOnly }: { isNameOnly?: boolean } = root;
  if (isNameOnly) throw refusal(context.principal, ["user:read"]);
  return next();
};
