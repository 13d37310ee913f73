import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "../../payloads.model.ts";
import { asUser } from "../../user/asUser.ts";
import { User } from "../../user/user.model.ts";
import type { UserDirectory } from "../../user/userDirectory.ts";
import { overlapHoursDefault } from "./endpoint.rules.ts";
import {
  CreateWebhookEndpointInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
  WebhookEndpoint,
  WebhookEndpointConnection,
  WebhookEndpointInput,
  WebhookEndpointPayload,
  WebhookEndpointSecretPayload,
  WebhookHealth,
} from "./endpoint.model.ts";
import type { EndpointReader } from "./endpoint.reader.ts";
import type { EndpointService } from "./endpoint.service.ts";
import { asEndpoint, asHealth } from "./endpoint.view.ts";

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointResolver {
  constructor(
    private readonly service: EndpointService,
    private readonly reader: EndpointReader,
    private readonly users: UserDirectory,
  ) {}

  @Requires("webhook:read")
  @Query(() => WebhookEndpointConnection, {
    description: "Where the tenant is told of events, the newest first.",
  })
  async webhookEndpoints(@Args(() => PageArgs) args: PageArgs): Promise<Page<WebhookEndpoint>> {
    return mapPage(await this.reader.page(args), asEndpoint);
  }

  @Requires("webhook:read")
  @Query(() => WebhookEndpoint, {
    nullable: true,
    description: "One endpoint; null if there is none with this id.",
  })
  async webhookEndpoint(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpoint | null> {
    const row = await this.reader.find(context, id);
    return row && asEndpoint(row);
  }

  @FieldResolver(() => WebhookHealth, { description: "How the deliveries of the last 24 hours stand." })
  async health(@Root() { id }: WebhookEndpoint, @Ctx() context: RequestContext): Promise<WebhookHealth> {
    return asHealth(await this.reader.health(context, id));
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who made it; null if a program did, or you may not see users.",
  })
  async createdBy(
    @Root() { createdById }: WebhookEndpoint,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, createdById);
    return row && asUser(row);
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookEndpointSecretPayload, {
    description: "Adds an endpoint; its secret is shown in this answer only.",
  })
  async createWebhookEndpoint(
    @Arg("input", () => CreateWebhookEndpointInput) input: CreateWebhookEndpointInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpointSecretPayload> {
    const { endpoint, secret } = await this.service.create(context, input);
    return { endpoint: asEndpoint(endpoint), secret };
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookEndpointPayload, { description: "Changes an endpoint; what is not given stays." })
  async updateWebhookEndpoint(
    @Arg("input", () => UpdateWebhookEndpointInput) input: UpdateWebhookEndpointInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: asEndpoint(await this.service.update(context, input)) };
  }

  @Requires("webhook:manage")
  @Mutation(() => RemovePayload, {
    description: "Removes an endpoint and cancels what waits for it. Its log stays as long as any.",
  })
  async deleteWebhookEndpoint(
    @Arg("input", () => WebhookEndpointInput) { endpointId }: WebhookEndpointInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.service.remove(context, endpointId) };
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookEndpointPayload, {
    description: "Delivers again. What came meanwhile was kept and can be replayed.",
  })
  async enableWebhookEndpoint(
    @Arg("input", () => WebhookEndpointInput) { endpointId }: WebhookEndpointInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: asEndpoint(await this.service.enable(context, endpointId)) };
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookEndpointPayload, {
    description: "Stops deliveries; events are kept as SKIPPED until the endpoint is enabled again.",
  })
  async disableWebhookEndpoint(
    @Arg("input", () => WebhookEndpointInput) { endpointId }: WebhookEndpointInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpointPayload> {
    return { endpoint: asEndpoint(await this.service.disable(context, endpointId)) };
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookEndpointSecretPayload, {
    description: "Makes a new secret; deliveries are signed with both until the overlap is over.",
  })
  async rotateWebhookSecret(
    @Arg("input", () => RotateWebhookSecretInput) { endpointId, overlapHours }: RotateWebhookSecretInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpointSecretPayload> {
    const { endpoint, secret } = await this.service.rotateSecret(
      context,
      endpointId,
      overlapHours ?? overlapHoursDefault,
    );
    return { endpoint: asEndpoint(endpoint), secret };
  }
}
