import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../user/asUser.ts";
import { User } from "../user/user.model.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { overlapHoursDefault } from "./api-key.rules.ts";
import {
  ApiKey,
  ApiKeyConnection,
  ApiKeyPayload,
  ApiKeySecretPayload,
  CreateApiKeyInput,
  RevokeApiKeyInput,
  RotateApiKeyInput,
} from "./apiKey.model.ts";
import type { ApiKeyRow, ApiKeyService } from "./apiKey.service.ts";
import { shownPrefix } from "./apiKeySecret.ts";

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  constructor(
    private readonly keys: ApiKeyService,
    private readonly users: UserDirectory,
  ) {}

  @Requires("api-key:read")
  @Query(() => ApiKeyConnection, {
    description: "The tenant's keys, the newest first, revoked ones included.",
  })
  async apiKeys(@Args(() => PageArgs) args: PageArgs): Promise<Page<ApiKey>> {
    return mapPage(await this.keys.page(args), asApiKey);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who made it; null if a program did, or you may not see users.",
  })
  async createdBy(@Root() { createdById }: ApiKey, @Ctx() context: RequestContext): Promise<User | null> {
    const row = await this.users.mention(context, createdById);
    return row && asUser(row);
  }

  @FieldResolver(() => ApiKey, { nullable: true, description: "The key that replaces it." })
  async rotatedTo(@Root() { rotatedToId }: ApiKey, @Ctx() context: RequestContext): Promise<ApiKey | null> {
    const row = rotatedToId === null ? null : await this.keys.find(context, rotatedToId);
    return row && asApiKey(row);
  }

  @Requires("api-key:write")
  @Mutation(() => ApiKeySecretPayload, {
    description: "Makes a key; its secret is shown in this answer only.",
  })
  async createApiKey(
    @Arg("input", () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeySecretPayload> {
    const { apiKey, secret } = await this.keys.create(context, input);
    return { apiKey: asApiKey(apiKey), secret };
  }

  @Requires("api-key:write")
  @Mutation(() => ApiKeySecretPayload, {
    description: "Makes a second key like it; the first works until the overlap is over.",
  })
  async rotateApiKey(
    @Arg("input", () => RotateApiKeyInput) { apiKeyId, overlapHours }: RotateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeySecretPayload> {
    const { apiKey, secret } = await this.keys.rotate(context, apiKeyId, overlapHours ?? overlapHoursDefault);
    return { apiKey: asApiKey(apiKey), secret };
  }

  @Requires("api-key:write")
  @Mutation(() => ApiKeyPayload, { description: "Makes a key worthless at once." })
  async revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput) { apiKeyId }: RevokeApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyPayload> {
    return { apiKey: asApiKey(await this.keys.revoke(context, apiKeyId)) };
  }
}

function asApiKey({ keyId, ...row }: ApiKeyRow): ApiKey {
  return { ...row, prefix: shownPrefix(keyId) };
}
