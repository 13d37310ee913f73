import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { CacheControl } from "@wegraph/kit/cacheControl";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { deviceChanged } from "./device.events.ts";
import type { DeviceEvent } from "./device.events.ts";
import { HealthDevice, HealthDeviceStatus } from "./device.model.ts";
import type { DeviceReader } from "./device.reader.ts";
import { reachesDevice } from "./device.scope.ts";

interface Wanted {
  deviceIds?: string[] | null;
  patientIds?: string[] | null;
}

/** The live feed of devices, resumable by its cursor. */
export function deviceEventResolver(feed: EventFeed, reader: DeviceReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => HealthDeviceStatus)
  class DeviceEventResolver {
    @Requires("health-device:read")
    // Whose devices reach whom differs by person, not by right alone: nobody is given another's stream.
    @CacheControl({ scope: "PRIVATE" })
    @Subscription(() => HealthDeviceStatus, {
      subscribe,
      description: "Devices you may see: whatever is changed about them, and when they come, go or run low.",
    })
    deviceStatus(
      @Root() event: FeedEvent<DeviceEvent>,
      @Arg("deviceIds", () => [ID], { nullable: true, description: "Only these, at most 1,000." })
      _deviceIds: string[] | null,
      @Arg("patientIds", () => [ID], {
        nullable: true,
        description: "Only devices of these patients, at most 1,000.",
      })
      _patientIds: string[] | null,
    ): HealthDeviceStatus {
      const { deviceId, change, connection, battery } = event.payload;
      return { id: event.id, at: new Date(event.at), deviceId, change, connection, battery };
    }

    @FieldResolver(() => HealthDevice, {
      nullable: true,
      description: "The device as it is now, which may be later than the event; null once beyond your reach.",
    })
    device(
      @Root() { deviceId }: HealthDeviceStatus,
      @Ctx() context: RequestContext,
    ): Promise<HealthDevice | null> {
      return reader.find(context, deviceId);
    }
  }
  return new DeviceEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by what was asked for. */
function follow(feed: EventFeed, context: RequestContext, { deviceIds, patientIds }: Wanted) {
  checkNamedIds("deviceIds", deviceIds);
  checkNamedIds("patientIds", patientIds);
  const devices = deviceIds && new Set(deviceIds.map((id) => id.toLowerCase()));
  const patients = patientIds && new Set(patientIds.map((id) => id.toLowerCase()));
  return feed.subscribe(context, deviceChanged, {
    where: ({ payload }) =>
      (!devices || devices.has(payload.deviceId)) &&
      (!patients || (payload.patientId !== null && patients.has(payload.patientId))) &&
      reachesDevice(context.principal, "health-device:read", payload.reach),
  });
}
