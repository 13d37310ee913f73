import { text, uuid } from "@wegraph/kit/validate";
import { Field, Float, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { csvTextMax, itemLimits } from "./item.limits.ts";
import { ItemCategoryEnum, ItemFlagEnum, ReportStatusEnum } from "./report.enums.ts";
import type { ItemCategory, ItemFlag, ReportStatus } from "./report.codes.ts";

const bodyMax = 5_000;
const attachmentsMax = 20;
const keyMax = 100;

const finite = z.number().refine((value) => Math.abs(value) < 1e15, "too large");
const empty = (value: string | null | undefined) => value || null;
const optional = (max: number) => text(0, max).nullish().transform(empty);
/** May have line breaks, as `text` does not allow. */
const body = z
  .string()
  .transform((value) => value.normalize("NFC").replaceAll(/\r\n?/g, "\n").trim())
  .pipe(
    z
      .string()
      .max(bodyMax, `at most ${bodyMax} characters`)
      .refine(
        (value) => !/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(value),
        "control characters are not allowed",
      ),
  )
  .nullish();
const day = z.iso.date("a day as YYYY-MM-DD");
const idempotencyKey = text(1, keyMax).nullish();

const itemRules = z
  .object({
    category: z.enum(ItemCategoryEnum),
    code: z.string().regex(itemLimits.codeForm, "not a code").nullish(),
    name: text(1, itemLimits.name),
    value: finite.nullish(),
    text: optional(itemLimits.value),
    unit: optional(itemLimits.unit),
    referenceLow: finite.nullish(),
    referenceHigh: finite.nullish(),
    referenceText: optional(itemLimits.reference),
    flag: z.enum(ItemFlagEnum).nullish(),
  })
  .refine(({ value, text: words }) => value != null || words !== null, {
    path: ["value"],
    message: "a value or a text",
  })
  .refine(({ referenceLow: low, referenceHigh: high }) => low == null || high == null || low <= high, {
    path: ["referenceHigh"],
    message: "not below referenceLow",
  });

const items = z.array(itemRules).max(itemLimits.count, `at most ${itemLimits.count}`);
const attachments = z
  .array(uuid())
  .max(attachmentsMax, `at most ${attachmentsMax}`)
  .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]);

@InputType({ description: "What was examined: a value in its unit, or a text." })
export class CheckupItemInput {
  static readonly rules = itemRules;

  @Field(() => ItemCategoryEnum)
  category: ItemCategory;

  @Field(() => String, { nullable: true, description: "LOINC." })
  code?: string | null;

  @Field(() => String)
  name: string;

  @Field(() => Float, { nullable: true })
  value?: number | null;

  @Field(() => String, { nullable: true, description: "Where the result is no number." })
  text?: string | null;

  @Field(() => String, { nullable: true, description: "UCUM." })
  unit?: string | null;

  @Field(() => Float, { nullable: true })
  referenceLow?: number | null;

  @Field(() => Float, { nullable: true })
  referenceHigh?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "As it is printed; of a result in words, the one that is expected.",
  })
  referenceText?: string | null;

  @Field(() => ItemFlagEnum, {
    nullable: true,
    description: "What the laboratory said; computed from the reference where it is left out.",
  })
  flag?: ItemFlag | null;
}

@InputType({ description: "A report to be drafted." })
export class CreateCheckupReportInput {
  static readonly rules = z.object({
    patientId: uuid(),
    reportNumber: text(1, 40).nullish(),
    institution: text(1, 100),
    examinedOn: day,
    conclusion: body,
    advice: body,
    doctor: optional(60),
    attachmentFileIds: attachments.nullish(),
    items: items.nullish(),
    idempotencyKey,
  });

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { nullable: true, description: "Its own number; else the next one is given." })
  reportNumber?: string | null;

  @Field(() => String)
  institution: string;

  @Field(() => String, { description: "YYYY-MM-DD; not in the future." })
  examinedOn: string;

  @Field(() => String, { nullable: true })
  conclusion?: string | null;

  @Field(() => String, { nullable: true })
  advice?: string | null;

  @Field(() => String, { nullable: true })
  doctor?: string | null;

  @Field(() => [ID], { nullable: true, description: `Of files, at most ${attachmentsMax}.` })
  attachmentFileIds?: string[] | null;

  @Field(() => [CheckupItemInput], { nullable: true, description: `At most ${itemLimits.count}.` })
  items?: CheckupItemInput[] | null;

  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@InputType({ description: "What is to change of a draft; what is left out stays as it is." })
export class ChangeCheckupReportInput {
  static readonly rules = z.object({
    reportId: uuid(),
    expectedVersion: z.number().int(),
    institution: text(1, 100).optional(),
    examinedOn: day.optional(),
    conclusion: body,
    advice: body,
    doctor: text(0, 60).nullish(),
    attachmentFileIds: attachments.optional(),
    items: items.optional(),
  });

  @Field(() => ID)
  reportId: string;

  @Field(() => Int, { description: "The version you saw." })
  expectedVersion: number;

  @Field(() => String, { nullable: true })
  institution?: string;

  @Field(() => String, { nullable: true })
  examinedOn?: string;

  @Field(() => String, { nullable: true })
  conclusion?: string | null;

  @Field(() => String, { nullable: true })
  advice?: string | null;

  @Field(() => String, { nullable: true })
  doctor?: string | null;

  @Field(() => [ID], { nullable: true, description: "All of them." })
  attachmentFileIds?: string[];

  @Field(() => [CheckupItemInput], { nullable: true, description: "All of them, in their order." })
  items?: CheckupItemInput[];
}

@InputType({ description: "A draft as you saw it." })
export class CheckupReportVersionInput {
  static readonly rules = z.object({ reportId: uuid(), expectedVersion: z.number().int() });

  @Field(() => ID)
  reportId: string;

  @Field(() => Int)
  expectedVersion: number;
}

@InputType({ description: "A published report that is to be corrected." })
export class AmendCheckupReportInput {
  static readonly rules = z.object({ reportId: uuid(), idempotencyKey });

  @Field(() => ID)
  reportId: string;

  @Field(() => String, { nullable: true })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which reports; everything named must hold." })
export class CheckupReportFilter {
  static readonly rules = z
    .object({
      patientId: uuid().nullish(),
      statuses: z.array(z.enum(ReportStatusEnum)).max(2).nullish(),
      examinedFrom: day.nullish(),
      examinedTo: day.nullish(),
      search: text(0, 60).nullish(),
      abnormalOnly: z.boolean().nullish(),
      includeReplaced: z.boolean().nullish(),
    })
    .refine(({ examinedFrom: from, examinedTo: to }) => !from || !to || to >= from, {
      path: ["examinedTo"],
      message: "not before examinedFrom",
    });

  @Field(() => ID, { nullable: true })
  patientId?: string | null;

  @Field(() => [ReportStatusEnum], { nullable: true })
  statuses?: ReportStatus[] | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD." })
  examinedFrom?: string | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD, included." })
  examinedTo?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The beginning of its number or of the patient's record number, or a part of the institution.",
  })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Only with a result outside of its reference." })
  abnormalOnly?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Also those that a corrected one was published for." })
  includeReplaced?: boolean | null;
}

@InputType({ description: "A table as it was copied from a spreadsheet, or CSV." })
export class CheckupItemsTextInput {
  static readonly rules = z.object({
    text: z.string().max(csvTextMax, `at most ${csvTextMax} characters`),
    patientId: uuid().nullish(),
    examinedOn: day.nullish(),
  });

  @Field(() => String)
  text: string;

  @Field(() => ID, { nullable: true, description: "Whose published intervals are filled in." })
  patientId?: string | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD: how old the patient was then." })
  examinedOn?: string | null;
}
