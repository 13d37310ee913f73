import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { connectionOf, PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import type { BindingService } from "./binding.service.ts";
import { DeviceOrderEnum } from "./device.enums.ts";
import type { DeviceOrder } from "./device.enums.ts";
import {
  BindHealthDeviceInput,
  HealthDeviceActInput,
  HealthDeviceFilter,
  RegisterHealthDeviceInput,
  RotateHealthDeviceKeyInput,
  UpdateHealthDeviceInput,
} from "./device.input.ts";
import {
  HealthDevice,
  HealthDeviceBinding,
  HealthDeviceConnection,
  HealthDevicePayload,
  HealthDeviceSummary,
  HealthDeviceWithKeyPayload,
} from "./device.model.ts";
import type { DeviceReader } from "./device.reader.ts";
import type { DeviceService } from "./device.service.ts";

export const HealthDeviceBindingConnection = connectionOf(() => HealthDeviceBinding, "HealthDeviceBinding");

@Resolver(() => HealthDevice)
export class DeviceResolver {
  constructor(
    private readonly reader: DeviceReader,
    private readonly service: DeviceService,
    private readonly bindings: BindingService,
  ) {}

  @Requires("health-device:read")
  @Query(() => HealthDeviceConnection, {
    description: "Devices of the patients you may see; those of nobody are for who sees the whole tenant.",
  })
  healthDevices(
    @Arg("filter", () => HealthDeviceFilter, { nullable: true }) filter: HealthDeviceFilter | null,
    @Arg("order", () => DeviceOrderEnum, { nullable: true }) order: DeviceOrder | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthDevice>> {
    return this.reader.page(context, filter ?? {}, order ?? "CREATED", page);
  }

  @Requires("health-device:read")
  @Query(() => HealthDevice, { nullable: true, description: "One device." })
  healthDevice(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevice | null> {
    return this.reader.find(context, id);
  }

  @Requires("health-device:read")
  @Query(() => HealthDeviceSummary, { description: "The devices you may see, in sum." })
  healthDeviceSummary(@Ctx() context: RequestContext): Promise<HealthDeviceSummary> {
    return this.reader.summary(context);
  }

  @Requires("health-device:read")
  @Query(() => HealthDeviceBindingConnection, {
    description: "The devices that a patient has and had, the latest first.",
  })
  healthDeviceBindings(
    @Arg("patientId", () => ID) patientId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthDeviceBinding>> {
    return this.reader.bindingsOfPatient(context, patientId, page);
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDeviceWithKeyPayload, {
    description: "Registers a device and makes the key it signs with. The key is shown this once.",
  })
  async registerHealthDevice(
    @Arg("input", () => RegisterHealthDeviceInput) input: RegisterHealthDeviceInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDeviceWithKeyPayload> {
    const { deviceId, key } = await this.service.register(context, input);
    return { device: await this.shown(context, deviceId), key };
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDevicePayload, { description: "Changes what is said of a device." })
  async updateHealthDevice(
    @Arg("input", () => UpdateHealthDeviceInput) input: UpdateHealthDeviceInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevicePayload> {
    await this.service.update(context, input);
    return { device: await this.shown(context, input.deviceId) };
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDeviceWithKeyPayload, {
    description: "Makes a new key; the old one holds for the overlap. The key is shown this once.",
  })
  async rotateHealthDeviceKey(
    @Arg("input", () => RotateHealthDeviceKeyInput) input: RotateHealthDeviceKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDeviceWithKeyPayload> {
    const { deviceId, key } = await this.service.rotateKey(context, input);
    return { device: await this.shown(context, deviceId), key };
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDevicePayload, {
    description: "Gives a device to a patient. CONFLICT while another one has it, unless it is to be moved.",
  })
  async bindHealthDevice(
    @Arg("input", () => BindHealthDeviceInput) input: BindHealthDeviceInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevicePayload> {
    await this.bindings.bind(context, input);
    return { device: await this.shown(context, input.deviceId) };
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDevicePayload, {
    nullable: true,
    description: "Takes a device from its patient. Null where you see only devices of your patients.",
  })
  async unbindHealthDevice(
    @Arg("input", () => HealthDeviceActInput) { deviceId, reason }: HealthDeviceActInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevicePayload | null> {
    await this.bindings.unbind(context, deviceId, reason || null);
    return this.remaining(context, deviceId);
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDevicePayload, {
    nullable: true,
    description:
      "Takes a device out of service: nothing is taken from it. Null where you see only devices of your patients.",
  })
  async retireHealthDevice(
    @Arg("input", () => HealthDeviceActInput) { deviceId, reason }: HealthDeviceActInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevicePayload | null> {
    await this.service.retire(context, deviceId, reason || null);
    return this.remaining(context, deviceId);
  }

  @Requires("health-device:manage")
  @Mutation(() => HealthDevicePayload, { description: "Puts a retired device back into service." })
  async restoreHealthDevice(
    @Arg("input", () => HealthDeviceActInput) { deviceId }: HealthDeviceActInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthDevicePayload> {
    await this.service.restore(context, deviceId);
    return { device: await this.shown(context, deviceId) };
  }

  private async shown(context: RequestContext, id: string): Promise<HealthDevice> {
    const device = await this.reader.fresh(context, id);
    if (!device) throw notFound("health device", id);
    return device;
  }

  private async remaining(context: RequestContext, id: string): Promise<HealthDevicePayload | null> {
    const device = await this.reader.fresh(context, id);
    return device && { device };
  }
}
