import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { demand } from "@wegraph/kit/principal";
import { mustBePlatform } from "../platformTenant.ts";
import type { SettingScope } from "./setting.codes.ts";
import {
  ChangeSettingInput,
  ClearSettingInput,
  RollBackSettingInput,
  Setting,
  SettingPayload,
  SettingScopeEnum,
  SettingVersionConnection,
} from "./setting.model.ts";
import type { SettingVersion } from "./setting.model.ts";
import type { SettingDefinitions } from "./setting.definitions.ts";
import { placeFor } from "./setting.place.ts";
import type { SettingPlace } from "./setting.place.ts";
import type { SettingReader } from "./setting.reader.ts";
import type { SettingService, SettingWish } from "./setting.service.ts";
import { asSetting, asVersion } from "./setting.view.ts";

type PlaceInput = { key: string; scope: SettingScope; service?: string | null };

/** What a tenant says is its own; what is said to the platform and its services is the platform's. */
@Resolver(() => Setting)
export class SettingResolver {
  constructor(
    private readonly reader: SettingReader,
    private readonly service: SettingService,
    private readonly definitions: SettingDefinitions,
  ) {}

  @Requires("setting:read")
  @Query(() => [Setting], { description: "All that can be set at a place, by key." })
  async settings(
    @Arg("scope", () => SettingScopeEnum) scope: SettingScope,
    @Arg("service", () => String, { nullable: true, description: "Where the scope is SERVICE." })
    service: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Setting[]> {
    return (await this.reader.list(readable(context, scope, service))).map(asSetting);
  }

  @Requires("setting:read")
  @Query(() => Setting, {
    nullable: true,
    description: "One setting; null if there is none of this key at this scope.",
  })
  async setting(
    @Arg("key", () => String) key: string,
    @Arg("scope", () => SettingScopeEnum) scope: SettingScope,
    @Arg("service", () => String, { nullable: true }) service: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Setting | null> {
    const state = await this.reader.find(key, readable(context, scope, service));
    return state && asSetting(state);
  }

  @Requires("setting:read")
  @Query(() => SettingVersionConnection, {
    description: "What was said of a setting at a place, the newest first.",
  })
  async settingVersions(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("key", () => String) key: string,
    @Arg("scope", () => SettingScopeEnum) scope: SettingScope,
    @Arg("service", () => String, { nullable: true }) service: string | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<SettingVersion>> {
    return mapPage(await this.reader.versions(key, readable(context, scope, service), args), asVersion);
  }

  @Requires("setting:read")
  @Query(() => [String], { description: "The services to which something can be said." })
  settingServices(@Ctx() { principal }: RequestContext): Promise<string[]> {
    mustBePlatform(principal);
    return this.definitions.services();
  }

  @Requires("setting:manage")
  @Mutation(() => SettingPayload, {
    description: "Says something else of a setting; every process obeys it within a second.",
  })
  async changeSetting(
    @Arg("input", () => ChangeSettingInput) { value, ...input }: ChangeSettingInput,
    @Ctx() context: RequestContext,
  ): Promise<SettingPayload> {
    const wish = wishOf(context, input);
    await this.service.change(context, { ...wish, value });
    return this.payload(wish);
  }

  @Requires("setting:manage")
  @Mutation(() => SettingPayload, { description: "Says nothing any more; the next wider scope counts." })
  async clearSetting(
    @Arg("input", () => ClearSettingInput) input: ClearSettingInput,
    @Ctx() context: RequestContext,
  ): Promise<SettingPayload> {
    const wish = wishOf(context, input);
    await this.service.clear(context, wish);
    return this.payload(wish);
  }

  @Requires("setting:manage")
  @Mutation(() => SettingPayload, {
    description: "Says what an earlier version said, as a new version.",
  })
  async rollBackSetting(
    @Arg("input", () => RollBackSettingInput) { toVersion, ...input }: RollBackSettingInput,
    @Ctx() context: RequestContext,
  ): Promise<SettingPayload> {
    const wish = wishOf(context, input);
    await this.service.rollBack(context, { ...wish, toVersion });
    return this.payload(wish);
  }

  private async payload({ key, place }: SettingWish): Promise<SettingPayload> {
    const state = await this.reader.find(key, place);
    if (!state)
      throw new AppError("NOT_FOUND", "SETTING_NOT_FOUND", "There is no setting of this key.", { key });
    return { setting: asSetting(state) };
  }
}

function readable(context: RequestContext, scope: SettingScope, service: string | null): SettingPlace {
  const { principal } = context;
  if (scope !== "TENANT") mustBePlatform(principal);
  return placeFor(scope, service, principal.tenantId);
}

function wishOf(
  context: RequestContext,
  input: PlaceInput & { expectedVersion: number; comment?: string | null },
): SettingWish {
  const { principal } = context;
  const { key, scope, service, expectedVersion, comment } = input;
  if (scope !== "TENANT") {
    mustBePlatform(principal);
    demand(principal, "platform-setting:manage");
  }
  const place = placeFor(scope, service, principal.tenantId);
  return { key, place, expectedVersion, comment: comment ?? "" };
}
