import { Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { vitalCatalogue } from "./vital.catalogue.ts";
import type { VitalDefinition } from "./vital.catalogue.ts";
import { VitalSignKind } from "./vital.catalogue.model.ts";
import type { VitalRange } from "./vital.catalogue.model.ts";

@Resolver()
export class VitalCatalogueResolver {
  @Requires("vital-sign:read")
  @Query(() => [VitalSignKind], { description: "The vital signs that are kept." })
  vitalSignKinds(): VitalSignKind[] {
    return [...vitalCatalogue.values()].map(shown);
  }
}

function shown({ name, possible, plausible, reference, ...rest }: VitalDefinition): VitalSignKind {
  return {
    ...rest,
    nameZh: name.zh,
    nameEn: name.en,
    possible: rangeOf(possible),
    plausible: rangeOf(plausible),
    reference: reference && rangeOf(reference),
  };
}

export function rangeOf([low, high]: readonly [number | null, number | null]): VitalRange {
  return { low, high };
}
