import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { uuid } from "@wegraph/kit/validate";
import { DateTime } from "@wegraph/kit/scalars";
import type { SessionEndReason as Reason } from "./session.rules.ts";

export const SessionEndReason = {
  SIGNED_OUT: "SIGNED_OUT",
  ENDED_BY_USER: "ENDED_BY_USER",
  ENDED_BY_ADMIN: "ENDED_BY_ADMIN",
  REFRESH_REUSE: "REFRESH_REUSE",
  EXPIRED: "EXPIRED",
  LIMIT: "LIMIT",
  USER_DISABLED: "USER_DISABLED",
  PASSWORD_CHANGED: "PASSWORD_CHANGED",
} as const;
registerEnumType(SessionEndReason, {
  name: "SessionEndReason",
  description: "Why a session is over.",
  valuesConfig: {
    SIGNED_OUT: { description: "Its user signed out." },
    ENDED_BY_USER: { description: "Its user ended it from another session." },
    ENDED_BY_ADMIN: { description: "An administrator ended it." },
    REFRESH_REUSE: { description: "A spent refresh token was used again, so someone held a copy." },
    EXPIRED: { description: "Seven days went by." },
    LIMIT: { description: "The user had too many sessions; the oldest made room." },
    USER_DISABLED: { description: "The user was disabled." },
    PASSWORD_CHANGED: { description: "The password was changed or reset." },
  },
});

@ObjectType({ description: "One sign-in on one device." })
export class Session {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { description: "To the minute." })
  lastSeenAt: Date;

  @Field(() => DateTime, { description: "Seven days after sign-in." })
  expiresAt: Date;

  @Field(() => String, { description: "The address it was last seen from." })
  address: string;

  @Field(() => String, { description: "As the browser names itself." })
  userAgent: string;

  @Field(() => String, { description: 'Worked out from the user agent: "Chrome on Windows".' })
  device: string;

  @Field(() => Boolean, { description: "The session this question is asked in." })
  current: boolean;

  @Field(() => DateTime, { nullable: true })
  endedAt: Date | null;

  @Field(() => SessionEndReason, { nullable: true })
  endReason: Reason | null;

  userId: string;
}

export const SessionConnection = connectionOf(() => Session, "Session");

@InputType({ description: "Which sessions; everything given must hold." })
export class SessionFilter {
  static readonly rules = z.object({ userId: uuid().nullish(), active: z.boolean().nullish() });

  @Field(() => ID, { nullable: true })
  userId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only those that go on (true) or are over (false)." })
  active?: boolean | null;
}

@InputType({ description: "Which session." })
export class EndSessionInput {
  static readonly rules = z.object({ sessionId: uuid() });

  @Field(() => ID)
  sessionId: string;
}

@InputType({ description: "Whose sessions." })
export class EndAllSessionsInput {
  static readonly rules = z.object({ userId: uuid().nullish(), exceptCurrent: z.boolean().nullish() });

  @Field(() => ID, { nullable: true, description: "One's own if not given; others' take session:end." })
  userId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether the session asking goes on.",
  })
  exceptCurrent?: boolean | null;
}

@InputType({ description: "Which tenant to go on in." })
export class SwitchTenantInput {
  static readonly rules = z.object({ tenantId: uuid() });

  @Field(() => ID)
  tenantId: string;
}

@ObjectType({ description: "The session as it is now." })
export class SessionPayload {
  @Field(() => Session)
  session: Session;
}

@ObjectType({ description: "How many sessions were ended." })
export class EndSessionsPayload {
  @Field(() => Int)
  endedCount: number;
}

@ObjectType({ description: "Signed out." })
export class SignOutPayload {
  @Field(() => ID)
  endedSessionId: string;
}
