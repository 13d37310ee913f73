import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import {
  ComponentUptime,
  ForgetProcessInput,
  ForgetProcessPayload,
  HealthIncident,
  SystemHealth,
} from "./uptime.model.ts";
import type { UptimeReader } from "./uptime.reader.ts";
import type { UptimeService } from "./uptime.service.ts";
import { asSystemHealth, asUptime } from "./uptime.view.ts";

const day = 24 * 60 * 60_000;
const incidentsMax = 200;

@Resolver()
export class UptimeResolver {
  constructor(
    private readonly reader: UptimeReader,
    private readonly service: UptimeService,
    private readonly clock: () => Date,
  ) {}

  @Requires("system:read")
  @Query(() => SystemHealth, {
    description: "The platform's processes, what they need, and how all that is.",
  })
  async systemHealth(): Promise<SystemHealth> {
    return asSystemHealth(await this.reader.components(), this.clock());
  }

  @Requires("system:read")
  @Query(() => [ComponentUptime], { description: "How reliable each process was, and what it needs." })
  async uptime(): Promise<ComponentUptime[]> {
    const components = await this.reader.components();
    const rows = await this.reader.uptime(components.map(({ id }) => id));
    return components.map((component) => asUptime(component, rows));
  }

  @Requires("system:read")
  @Query(() => [HealthIncident], {
    description: "Times in which something was down, the latest first; 200 at most.",
  })
  async healthIncidents(
    @Arg("days", () => Int, { defaultValue: 30, description: "1 to 90." }) days: number,
  ): Promise<HealthIncident[]> {
    if (days < 1 || days > 90) throw invalidInput([{ path: ["days"], message: "between 1 and 90" }]);
    return this.reader.incidents(new Date(this.clock().getTime() - days * day), incidentsMax);
  }

  @Requires("system:manage")
  @Mutation(() => ForgetProcessPayload, {
    description: "A process that is down and will not come back is missed no more.",
  })
  async forgetProcess(
    @Arg("input", () => ForgetProcessInput) { componentId }: ForgetProcessInput,
    @Ctx() context: RequestContext,
  ): Promise<ForgetProcessPayload> {
    await this.service.forget(context, componentId);
    return { systemHealth: await this.systemHealth() };
  }
}
