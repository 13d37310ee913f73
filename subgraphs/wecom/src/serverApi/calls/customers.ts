import { z } from "zod";
import type { WireBody } from "../../message/content/wireBody.ts";
import type { Caller, CallOptions } from "../caller.ts";
import { endpoint, nothing, texts } from "../endpoint.ts";
import { accepted } from "../outcome.ts";
import type { ApiOutcome } from "../outcome.ts";
import type { AppAccess } from "../tokenSource.ts";
import { customer, followUser, listedCustomer } from "./customer.shapes.ts";
import type { CustomerDetail, CustomerPage } from "./customer.shapes.ts";

const followUsers = endpoint(
  "GET",
  "externalcontact/get_follow_user_list",
  z.object({ follow_user: texts }).transform(({ follow_user }) => follow_user),
);
const customerIds = endpoint(
  "GET",
  "externalcontact/list",
  z.object({ external_userid: texts }).transform(({ external_userid }) => external_userid),
);
const getCustomer = endpoint<CustomerDetail>(
  "GET",
  "externalcontact/get",
  z
    .object({
      external_contact: customer,
      follow_user: z.array(followUser).default([]),
      next_cursor: z.string().default(""),
    })
    .transform((answer) => ({
      customer: answer.external_contact,
      followedBy: answer.follow_user,
      nextCursor: answer.next_cursor || undefined,
    })),
);
const customersOf = endpoint<CustomerPage>(
  "POST",
  "externalcontact/batch/get_by_user",
  z
    .object({
      external_contact_list: z.array(listedCustomer).default([]),
      next_cursor: z.string().default(""),
      fail_info: z.object({ unlicensed_userid_list: texts }).optional(),
    })
    .transform((answer) => ({
      customers: answer.external_contact_list,
      nextCursor: answer.next_cursor || undefined,
      unlicensedUsers: answer.fail_info?.unlicensed_userid_list ?? [],
    })),
);
const welcome = endpoint("POST", "externalcontact/send_welcome_msg", nothing);
const contactWay = endpoint(
  "POST",
  "externalcontact/add_contact_way",
  z
    .object({ config_id: z.string().min(1), qr_code: z.string().optional() })
    .transform(({ config_id, qr_code }) => ({ configId: config_id, qrCode: qr_code })),
);

const remark = endpoint("POST", "externalcontact/remark", nothing);

const noCustomers = 84_061;

/** Customers of the corp's members (WeCom path/92112-92137, 92994). */
export class CustomerCalls {
  constructor(private readonly caller: Caller) {}

  /** The members who may have customers. */
  followUsers(app: AppAccess, options?: CallOptions): Promise<ApiOutcome<string[]>> {
    return this.caller.call(app, followUsers, options);
  }

  /** Of one member; none is an empty list, though WeCom calls it an error. */
  async customerIds(app: AppAccess, userid: string, options?: CallOptions): Promise<ApiOutcome<string[]>> {
    const outcome = await this.caller.call(app, customerIds, { ...options, query: { userid } });
    const isEmpty = outcome.kind === "refused" && outcome.refusal.errcode === noCustomers;
    return isEmpty ? accepted([]) : outcome;
  }

  /** @param cursor where more members follow the customer than one answer holds. */
  customer(
    app: AppAccess,
    externalUserId: string,
    cursor?: string,
    options?: CallOptions,
  ): Promise<ApiOutcome<CustomerDetail>> {
    const query = { external_userid: externalUserId, cursor };
    return this.caller.call(app, getCustomer, { ...options, query });
  }

  /** ≤ 100 members and ≤ 100 customers a call; no next cursor at the end. */
  customersOf(
    app: AppAccess,
    userIds: readonly string[],
    page: { cursor?: string | undefined; limit?: number } = {},
    options?: CallOptions,
  ): Promise<ApiOutcome<CustomerPage>> {
    const { cursor = "", limit = 100 } = page;
    return this.caller.call(app, customersOf, { ...options, body: { userid_list: userIds, cursor, limit } });
  }

  /** Within 20 s of the callback that brought the code, once. */
  welcome(app: AppAccess, body: WireBody, options?: CallOptions): Promise<ApiOutcome<null>> {
    return this.caller.call(app, welcome, { ...options, body });
  }

  /** What a member notes about a customer (WeCom path/92115); what is left out stays. Safe to repeat. */
  remark(
    app: AppAccess,
    change: {
      userId: string;
      externalUserId: string;
      remark?: string;
      description?: string;
      remarkCorpName?: string;
      mobiles?: readonly string[];
    },
    options?: CallOptions,
  ): Promise<ApiOutcome<null>> {
    const { userId, externalUserId, remark: name, description, remarkCorpName, mobiles } = change;
    const body = {
      userid: userId,
      external_userid: externalUserId,
      ...(name !== undefined && { remark: name }),
      ...(description !== undefined && { description }),
      ...(remarkCorpName !== undefined && { remark_company: remarkCorpName }),
      // An empty list leaves the numbers as they are; one empty number removes them.
      ...(mobiles !== undefined && { remark_mobiles: mobiles.length > 0 ? mobiles : [""] }),
    };
    return this.caller.call(app, remark, { ...options, body });
  }

  addContactWay(app: AppAccess, body: WireBody, options?: CallOptions) {
    return this.caller.call(app, contactWay, { ...options, body });
  }
}
