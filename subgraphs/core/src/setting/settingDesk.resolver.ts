import { Arg, Ctx, Directive, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { z } from "zod";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import { settingKeyForm } from "@wegraph/kit/settingRecord";
import type { SettingRecord } from "@wegraph/kit/settingRecord";
import type { CoreDatabase } from "../database.ts";
import { hostOf } from "../hosts.ts";
import { Json } from "../scalars.ts";
import { purpose, settingScopes } from "./setting.codes.ts";
import type { SettingDefinitions } from "./setting.definitions.ts";
import { recordsFor } from "./setting.store.ts";

const bilingual = z.object({ zh: z.string(), en: z.string() });
const declarations = z.array(
  z.object({
    key: z.string().regex(settingKeyForm),
    scopes: z.array(z.enum(settingScopes)).min(1),
    schema: z.record(z.string(), z.unknown()),
    default: z.unknown(),
    title: bilingual,
    description: bilingual,
  }),
);

@Directive("@inaccessible")
@ObjectType("_SettingRecords", { description: "One page of what is said." })
class SettingRecords {
  @Field(() => Json) records: SettingRecord[];
  @Field(() => ID, { nullable: true }) nextAfter: string | null;
}

/** What other domains' processes ask about settings, outside the public graph. */
@Resolver()
export class SettingDeskResolver {
  constructor(
    private readonly db: CoreDatabase,
    private readonly definitions: SettingDefinitions,
  ) {}

  @Directive("@inaccessible")
  @Mutation(() => Boolean, { description: "For a domain: these are the settings it obeys, as JSON." })
  async _declareSettings(
    @Arg("declarations", () => String) text: string,
    @Ctx() { principal }: RequestContext,
  ): Promise<boolean> {
    const host = hostOf(principal);
    await this.definitions.declare(host, read(text));
    return true;
  }

  @Directive("@inaccessible")
  @Query(() => SettingRecords, { description: "For a domain: all that may concern it, a page at a time." })
  _settings(
    @Arg("after", () => ID, { nullable: true }) after: string | null,
    @Ctx() { principal }: RequestContext,
  ): Promise<SettingRecords> {
    return recordsFor(this.db.system(purpose), { service: hostOf(principal), after });
  }
}

function read(text: string): z.infer<typeof declarations> {
  try {
    return declarations.parse(JSON.parse(text));
  } catch {
    throw invalidInput([{ path: ["declarations"], message: "not declarations of settings" }]);
  }
}
