import { Field, InputType, ObjectType } from "type-graphql";
import { z } from "zod";
import { code, locale, password } from "./user.inputs.ts";
import { User } from "./user.model.ts";

@InputType({ description: "One's password, old and new." })
export class ChangePasswordInput {
  static readonly rules = z.object({ currentPassword: password, newPassword: password });

  @Field(() => String)
  currentPassword: string;

  @Field(() => String, { description: "At least 8 characters, and none of the common ones." })
  newPassword: string;
}

@InputType({ description: "The language one reads." })
export class SetLocaleInput {
  static readonly rules = z.object({ locale });

  @Field(() => String, { description: "zh-CN or en." })
  locale: string;
}

@InputType({ description: "A code of the authenticator." })
export class ConfirmTotpInput {
  static readonly rules = z.object({ code });

  @Field(() => String, { description: "Six digits." })
  code: string;
}

@InputType({ description: "A code to prove it is oneself." })
export class DisableTotpInput {
  static readonly rules = z.object({ code });

  @Field(() => String, { description: "Six digits of the authenticator, or a recovery code." })
  code: string;
}

@ObjectType({ description: "What an authenticator needs. It counts once a code of it was confirmed." })
export class TotpEnrolment {
  @Field(() => String, { description: "Base 32, for those who type." })
  secret: string;

  @Field(() => String, { description: "What the QR code says." })
  otpauthUri: string;

  @Field(() => String, { description: "PNG as a data URL." })
  qrImage: string;
}

@ObjectType({ description: "Two-step sign-in is on." })
export class TotpConfirmation {
  @Field(() => User)
  user: User;

  @Field(() => [String], { description: "Each signs in once without the authenticator. Shown only now." })
  recoveryCodes: string[];
}
