import { Kind } from "graphql";
import type { ConstDirectiveNode, ConstValueNode } from "graphql";
import { needOf, signedIn } from "../access/need.ts";
import type { Need } from "../access/need.ts";
import { UnknownAccessForm } from "./accessLinks.ts";
import type { AccessFeature } from "./accessLinks.ts";

/** One application of an access directive as the condition it states. */
export function readNeed(feature: AccessFeature, directive: ConstDirectiveNode): Need {
  const given = directive.arguments ?? [];
  if (feature === "authenticated") {
    if (given.length > 0) throw new UnknownAccessForm("@authenticated takes no arguments");
    return signedIn;
  }
  const name = feature === "policy" ? "policies" : "scopes";
  const [argument] = given;
  if (given.length !== 1 || argument?.name.value !== name)
    throw new UnknownAccessForm(`@${directive.name.value} takes exactly \`${name}\``);
  return needOf(feature === "policy" ? "POLICIES" : "SCOPES", readAlternatives(argument.value));
}

function readAlternatives(value: ConstValueNode): string[][] {
  return itemsOf(value).map((all) =>
    itemsOf(all).map((item) => {
      if (item.kind !== Kind.STRING) throw new UnknownAccessForm("A scope or policy is not a string");
      return item.value;
    }),
  );
}

function itemsOf(value: ConstValueNode): readonly ConstValueNode[] {
  if (value.kind !== Kind.LIST) throw new UnknownAccessForm("Scopes and policies are a list of lists");
  return value.values;
}
