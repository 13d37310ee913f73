import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Account } from "../../account/account.model.ts";
import { AccountDashboard, AccountDay } from "./dashboard.model.ts";
import type { AccountDashboardReader } from "./dashboard.reader.ts";

@Resolver(() => Account)
export class AccountDashboardResolver {
  constructor(private readonly reader: AccountDashboardReader) {}

  @Requires("message:read")
  @FieldResolver(() => AccountDashboard, {
    nullable: true,
    description: "What it does with messages today; null where its messages are not yours to see.",
  })
  dashboard(@Root() { id }: Account, @Ctx() context: RequestContext): Promise<AccountDashboard | null> {
    return this.reader.dashboard(context, id);
  }

  @Requires("message:read")
  @FieldResolver(() => [AccountDay], {
    description: "Its messages by day, oldest first; days without any are left out.",
  })
  messageDays(
    @Root() { id }: Account,
    @Arg("days", () => Int, {
      defaultValue: 30,
      description: "So many days, today included; 1 to 93.",
    })
    days: number,
    @Arg("timeZone", () => String, { defaultValue: "Asia/Shanghai", description: "An IANA name." })
    timeZone: string,
    @Ctx() context: RequestContext,
  ): Promise<AccountDay[]> {
    return this.reader.days(context, id, { days, timeZone });
  }
}
