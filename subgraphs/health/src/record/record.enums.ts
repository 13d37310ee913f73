import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { recordKinds, writtenKinds } from "./record.kinds.ts";

export const PatientRecordKindEnum = z.enum(recordKinds).enum;
registerEnumType(PatientRecordKindEnum, {
  name: "PatientRecordKind",
  description: "What an entry of a patient's timeline tells of.",
});

export const WrittenRecordKindEnum = z.enum(writtenKinds).enum;
registerEnumType(WrittenRecordKindEnum, {
  name: "WrittenRecordKind",
  description: "What people write on a patient's timeline; the rest is written by the platform.",
});
