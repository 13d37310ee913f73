import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { healthStatuses } from "./health.status.ts";
import type { HealthStatus } from "./health.status.ts";

export const HealthStatusEnum = z.enum(healthStatuses).enum;
registerEnumType(HealthStatusEnum, {
  name: "ComponentStatus",
  description: "How a process, or something that processes need, is.",
  valuesConfig: {
    UP: { description: "Well." },
    DEGRADED: { description: "At work, without something that it can do without; or not well for all." },
    DOWN: { description: "Not there, or without something that it cannot do without." },
  },
});

const nodeKinds = ["PROCESS", "PART"] as const;
export const NodeKindEnum = z.enum(nodeKinds).enum;
registerEnumType(NodeKindEnum, {
  name: "ComponentKind",
  description: "What a node of the system map is.",
  valuesConfig: {
    PROCESS: { description: "A process of the platform." },
    PART: { description: "What processes need: a database, a broker, a domain." },
  },
});

@ObjectType({ description: "The share of time that something was well." })
export class Uptime {
  @Field(() => Int, { description: "Of the last 1, 7, 30 or 90 days." })
  days: number;

  @Field(() => Float, { description: "0 to 1, of the time that it was watched." })
  ratio: number;

  @Field(() => Float, { description: "For how long it was watched; what lies in between is not known." })
  watchedSeconds: number;
}

@ObjectType({ description: "A process, or what processes need." })
export class SystemNode {
  @Field(() => ID)
  id: string;

  @Field(() => NodeKindEnum)
  kind: (typeof nodeKinds)[number];

  @Field(() => String, { description: '"wegraph@host", "database core"' })
  name: string;

  @Field(() => HealthStatusEnum)
  status: HealthStatus;

  @Field(() => DateTime, { description: "Since when it is so." })
  since: Date;

  @Field(() => DateTime, { description: "When it was last heard of." })
  lastSeenAt: Date;

  @Field(() => Int, {
    nullable: true,
    description: "Of the slowest process that asked it; null for a process.",
  })
  latencyMs: number | null;

  @Field(() => String, { nullable: true, description: "Of a process." })
  version: string | null;

  @Field(() => DateTime, { nullable: true, description: "Of a process." })
  startedAt: Date | null;

  @Field(() => [ID], { description: "The components it is put together from." })
  componentIds: string[];
}

@ObjectType({ description: "Something needs something." })
export class SystemEdge {
  @Field(() => ID)
  from: string;

  @Field(() => ID)
  to: string;

  @Field(() => HealthStatusEnum)
  status: HealthStatus;

  @Field(() => Boolean, { description: "Whether nothing goes without it." })
  isCritical: boolean;

  @Field(() => Int, { nullable: true })
  latencyMs: number | null;
}

@ObjectType({ description: "The platform's processes and what they need, as they are now." })
export class SystemHealth {
  @Field(() => HealthStatusEnum, { description: "The worst of its processes." })
  status: HealthStatus;

  @Field(() => DateTime)
  at: Date;

  @Field(() => [SystemNode])
  nodes: SystemNode[];

  @Field(() => [SystemEdge])
  edges: SystemEdge[];
}

@ObjectType({ description: "How reliable something was." })
export class ComponentUptime {
  @Field(() => ID)
  componentId: string;

  @Field(() => String)
  service: string;

  @Field(() => String)
  instance: string;

  @Field(() => String, { description: "Empty: the process itself." })
  part: string;

  @Field(() => HealthStatusEnum)
  status: HealthStatus;

  @Field(() => DateTime)
  since: Date;

  @Field(() => [Uptime], { description: "Of the last 1, 7, 30 and 90 days." })
  uptime: Uptime[];
}

@ObjectType({ description: "A time in which something was down." })
export class HealthIncident {
  @Field(() => ID)
  componentId: string;

  @Field(() => String)
  service: string;

  @Field(() => String)
  instance: string;

  @Field(() => String, { description: "Empty: the process itself." })
  part: string;

  @Field(() => DateTime)
  startedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Null: it lasts." })
  endedAt: Date | null;
}

@InputType({ description: "A process that will not come back." })
export class ForgetProcessInput {
  static readonly rules = z.object({ componentId: uuid() });

  @Field(() => ID, { description: "The component of the process itself." })
  componentId: string;
}

@ObjectType({ description: "The platform without it." })
export class ForgetProcessPayload {
  @Field(() => SystemHealth)
  systemHealth: SystemHealth;
}

@ObjectType({ description: "Something became well or ill, came or went." })
export class ComponentHealthEvent {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ID)
  componentId: string;

  @Field(() => String)
  service: string;

  @Field(() => String)
  instance: string;

  @Field(() => String, { description: "Empty: the process itself." })
  part: string;

  @Field(() => HealthStatusEnum, {
    nullable: true,
    description: "Null: it stopped on purpose, is needed no more, or was forgotten.",
  })
  status: HealthStatus | null;
}
