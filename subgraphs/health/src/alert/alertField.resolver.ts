import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Patient } from "../patient/patient.model.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import { TextLanguageEnum } from "../shared.model.ts";
import type { TextLanguage } from "../shared.model.ts";
import { HealthAlertFilter } from "./alert.input.ts";
import {
  HealthAlert,
  HealthAlertCause,
  HealthAlertConnection,
  HealthAlertEntry,
  HealthAlertEntryConnection,
  HealthAlertText,
} from "./alert.model.ts";
import type { AlertReader } from "./alert.reader.ts";
import { summaryOf } from "./alert.texts.ts";
import { causeViewOf } from "./alert.view.ts";

/** What an alert leads to. */
@Resolver(() => HealthAlert)
export class AlertFieldResolver {
  constructor(
    private readonly reader: AlertReader,
    private readonly patients: PatientReader,
  ) {}

  @FieldResolver(() => Patient, {
    nullable: true,
    description: "Whose it is; null for who may see alerts, and not the file.",
  })
  patient(@Root() { patientId }: HealthAlert, @Ctx() context: RequestContext): Promise<Patient | null> {
    return this.patients.find(context, patientId);
  }

  @FieldResolver(() => HealthAlertText, { description: "In words, for people." })
  text(
    @Root() alert: HealthAlert,
    @Arg("language", () => TextLanguageEnum, { defaultValue: "ZH_CN" }) language: TextLanguage,
  ): HealthAlertText {
    const { zh, en } = summaryOf(alert);
    return language === "EN"
      ? { title: alert.nameEn, summary: en, advice: alert.adviceEn }
      : { title: alert.nameZh, summary: zh, advice: alert.adviceZh };
  }

  @FieldResolver(() => HealthAlertCause, { description: "Why it was raised, with the readings themselves." })
  cause(@Root() { cause }: HealthAlert): HealthAlertCause {
    return causeViewOf(cause);
  }

  @FieldResolver(() => User, { nullable: true, description: "Whose task it is." })
  assignedTo(@Root() { assignedToId }: HealthAlert): User | null {
    return userOf(assignedToId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who looks after it; null for nobody, or a program.",
  })
  acknowledgedBy(@Root() { acknowledgedById }: HealthAlert): User | null {
    return userOf(acknowledgedById);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who ended it by hand." })
  resolvedBy(@Root() { resolvedById }: HealthAlert): User | null {
    return userOf(resolvedById);
  }

  @FieldResolver(() => String, { nullable: true, description: "Why it was ended by hand." })
  note(@Root() { id, noteSealed }: HealthAlert): string | null {
    return this.reader.noteOf(id, noteSealed);
  }

  @FieldResolver(() => HealthAlertEntryConnection, { description: "What happened to it, oldest first." })
  timeline(
    @Root() alert: HealthAlert,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Page<HealthAlertEntry>> {
    return this.reader.entries(alert, page);
  }
}

@Resolver(() => HealthAlertEntry)
export class AlertEntryResolver {
  constructor(private readonly reader: AlertReader) {}

  @FieldResolver(() => User, {
    nullable: true,
    description: "The person who did it; null for a program or the platform.",
  })
  actor(@Root() { actorKind, actorId }: HealthAlertEntry): User | null {
    return actorKind === "USER" ? { id: actorId } : null;
  }

  @FieldResolver(() => User, { nullable: true, description: "Of ASSIGNED; null for nobody." })
  assignedTo(@Root() { assignedToId }: HealthAlertEntry): User | null {
    return userOf(assignedToId);
  }

  @FieldResolver(() => String, { nullable: true, description: "What somebody wrote." })
  note(@Root() { alertId, noteSealed }: HealthAlertEntry): string | null {
    return this.reader.noteOf(alertId, noteSealed);
  }
}

/** What a patient leads to of alerts, which are a right of their own. */
@Resolver(() => Patient)
export class PatientAlertResolver {
  constructor(private readonly reader: AlertReader) {}

  @Requires("health-alert:read")
  @FieldResolver(() => HealthAlertConnection, { description: "The patient's alerts, newest first." })
  alerts(
    @Root() { id }: Patient,
    @Arg("filter", () => HealthAlertFilter, { nullable: true }) filter: HealthAlertFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthAlert>> {
    return this.reader.ofPatient(context, id, filter ?? {}, page);
  }

  @Requires("health-alert:read")
  @FieldResolver(() => Int, { description: "Alerts that are not over." })
  openAlertCount(@Root() { id }: Patient, @Ctx() context: RequestContext): Promise<number> {
    return this.reader.openCount(context, id);
  }
}

function userOf(id: string | null): User | null {
  return id === null ? null : { id };
}
