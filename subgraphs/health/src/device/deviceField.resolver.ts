import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { connectionOf, PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import type { DeviceLogKind } from "./device.codes.ts";
import { DeviceLogKindEnum } from "./device.enums.ts";
import { HealthDevice, HealthDeviceBinding, HealthDeviceLog } from "./device.model.ts";
import type { DeviceReader } from "./device.reader.ts";
import { HealthDeviceBindingConnection } from "./device.resolver.ts";
import type { DeviceLogReader } from "./deviceLog.reader.ts";

const HealthDeviceLogConnection = connectionOf(() => HealthDeviceLog, "HealthDeviceLog");

/** What hangs on a device. */
@Resolver(() => HealthDevice)
export class DeviceFieldResolver {
  constructor(
    private readonly reader: DeviceReader,
    private readonly logReader: DeviceLogReader,
  ) {}

  @FieldResolver(() => HealthDeviceBinding, { nullable: true, description: "Whose it is now." })
  binding(@Root() { id }: HealthDevice, @Ctx() context: RequestContext): Promise<HealthDeviceBinding | null> {
    return this.reader.binding(context, id);
  }

  @FieldResolver(() => HealthDeviceBindingConnection, {
    description: "Whose it is and was, the latest first; of patients you may see.",
  })
  bindings(
    @Root() { id }: HealthDevice,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthDeviceBinding>> {
    return this.reader.bindingsOfDevice(context, id, page);
  }

  @FieldResolver(() => HealthDeviceLogConnection, { description: "What happened to it, the latest first." })
  logs(
    @Root() { id }: HealthDevice,
    @Arg("kinds", () => [DeviceLogKindEnum], { nullable: true }) kinds: DeviceLogKind[] | null,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<HealthDeviceLog>> {
    return this.logReader.page(id, kinds, page);
  }
}

@Resolver(() => HealthDeviceBinding)
export class DeviceBindingResolver {
  constructor(private readonly reader: DeviceReader) {}

  @FieldResolver(() => HealthDevice, {
    nullable: true,
    description: "Null where the device is beyond your reach by now.",
  })
  device(
    @Root() { deviceId }: HealthDeviceBinding,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevice | null> {
    return this.reader.find(context, deviceId);
  }

  @FieldResolver(() => User, { nullable: true })
  boundBy(@Root() { boundById }: HealthDeviceBinding): User | null {
    return boundById === null ? null : { id: boundById };
  }

  @FieldResolver(() => User, { nullable: true })
  unboundBy(@Root() { unboundById }: HealthDeviceBinding): User | null {
    return unboundById === null ? null : { id: unboundById };
  }
}
