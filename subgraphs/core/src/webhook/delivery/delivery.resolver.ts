import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { webhookEventTypes } from "../catalogue/catalogue.ts";
import { WebhookEndpoint } from "../endpoint/endpoint.model.ts";
import type { EndpointReader } from "../endpoint/endpoint.reader.ts";
import { asEndpoint } from "../endpoint/endpoint.view.ts";
import {
  ReplayWebhookDeliveryInput,
  SendTestWebhookInput,
  WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryFilter,
  WebhookDeliveryPayload,
  WebhookEventType,
} from "./delivery.model.ts";
import type { DeliveryReader } from "./delivery.reader.ts";
import type { DeliveryService } from "./delivery.service.ts";
import { asDelivery } from "./delivery.view.ts";

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  constructor(
    private readonly service: DeliveryService,
    private readonly reader: DeliveryReader,
    private readonly endpoints: EndpointReader,
  ) {}

  @Requires("webhook:read")
  @Query(() => [WebhookEventType], { description: "The events that endpoints can be told of." })
  webhookEventTypes(): WebhookEventType[] {
    return webhookEventTypes.map(({ type, description, requires, isOfAccounts, schema, example }) => ({
      type,
      description,
      requires,
      isOfAccounts,
      schema,
      example: {
        id: "0192f6c1-9c00-7a10-8b20-6d7e8f901a2b",
        type,
        timestamp: "2026-11-22T05:02:00.000Z",
        data: example,
      },
    }));
  }

  @Requires("webhook:read")
  @Query(() => WebhookDeliveryConnection, {
    description: "What was sent, and what is to be, the newest first. Kept for at least 30 days.",
  })
  async webhookDeliveries(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => WebhookDeliveryFilter, { nullable: true }) filter: WebhookDeliveryFilter | null,
  ): Promise<Page<WebhookDelivery>> {
    return mapPage(await this.reader.page(filter ?? {}, args), asDelivery);
  }

  @Requires("webhook:read")
  @Query(() => WebhookDelivery, {
    nullable: true,
    description: "One delivery; null if there is none with this id.",
  })
  async webhookDelivery(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<WebhookDelivery | null> {
    const row = await this.reader.find(context, id);
    return row && asDelivery(row);
  }

  @FieldResolver(() => WebhookEndpoint, { nullable: true, description: "Null once it is deleted." })
  async endpoint(
    @Root() { endpointId }: WebhookDelivery,
    @Ctx() context: RequestContext,
  ): Promise<WebhookEndpoint | null> {
    const row = await this.endpoints.find(context, endpointId);
    return row && asEndpoint(row);
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookDeliveryPayload, {
    description: "Sends an example of an event, once; to a disabled endpoint too.",
  })
  async sendTestWebhook(
    @Arg("input", () => SendTestWebhookInput) input: SendTestWebhookInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookDeliveryPayload> {
    return { delivery: asDelivery(await this.service.sendTest(context, input)) };
  }

  @Requires("webhook:manage")
  @Mutation(() => WebhookDeliveryPayload, {
    description: "Sends a delivery once more, now, with the same id and body.",
  })
  async replayWebhookDelivery(
    @Arg("input", () => ReplayWebhookDeliveryInput) { deliveryId }: ReplayWebhookDeliveryInput,
    @Ctx() context: RequestContext,
  ): Promise<WebhookDeliveryPayload> {
    return { delivery: asDelivery(await this.service.replay(context, deliveryId)) };
  }
}
