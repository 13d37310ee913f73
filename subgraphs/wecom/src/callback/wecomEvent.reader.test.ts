import { describe, expect, test } from "vitest";
import { readEvent } from "./wecomEvent.reader.ts";
import { readFields } from "./wecomFields.ts";

const read = (inner: string) => {
  const fields = readFields(
    `<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>1403610513</CreateTime>${inner}</xml>`,
  );
  if (!fields) throw new Error("not readable");
  return readEvent(fields);
};
const event = (name: string, inner = "") =>
  read(`<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${inner}`);

describe("messages of members", () => {
  const message = (type: string, inner: string) =>
    read(`<MsgType><![CDATA[${type}]]></MsgType><MsgId>77</MsgId>${inner}`);

  test.each([
    ["text", "<Content><![CDATA[ 你好 ]]></Content>", { type: "text", text: " 你好 " }],
    ["image", "<PicUrl>p</PicUrl><MediaId>m</MediaId>", { type: "image", mediaId: "m", url: "p" }],
    ["voice", "<MediaId>m</MediaId><Format>amr</Format>", { type: "voice", mediaId: "m", format: "amr" }],
    [
      "video",
      "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>",
      { type: "video", mediaId: "m", thumbMediaId: "t" },
    ],
    [
      "location",
      "<Location_X>23.134</Location_X><Location_Y>-113.358</Location_Y><Scale>20</Scale><Label><![CDATA[地点]]></Label>",
      { type: "location", latitude: 23.134, longitude: -113.358, scale: 20, label: "地点" },
    ],
    [
      "link",
      "<Title>t</Title><Description>d</Description><Url>u</Url><PicUrl>p</PicUrl>",
      { type: "link", title: "t", description: "d", url: "u", pictureUrl: "p" },
    ],
  ])("%s", (type, inner, content) => {
    expect(message(type, inner)).toMatchObject({ kind: "message", msgId: "77", content });
  });

  test("a type we do not know, and an image without its media, are kept as unknown", () => {
    expect(message("hologram", "")).toMatchObject({ kind: "unknown", msgType: "hologram" });
    expect(message("image", "")).toMatchObject({ kind: "unknown", msgType: "image" });
  });
});

describe("events", () => {
  test.each([
    [
      "subscribe",
      "<EventKey><![CDATA[]]></EventKey>",
      { kind: "app", event: "subscribe", eventKey: undefined },
    ],
    ["click", "<EventKey>menu</EventKey>", { kind: "app", event: "click", eventKey: "menu" }],
    ["LOCATION", "", { kind: "app", event: "LOCATION" }],
    [
      "batch_job_result",
      "<BatchJob><JobId>j</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>",
      { kind: "batch_job", jobId: "j", jobType: "sync_user", errcode: 0, errmsg: "ok" },
    ],
    [
      "change_contact",
      "<ChangeType>update_user</ChangeType><UserID>zs</UserID><NewUserID>zs2</NewUserID><Department>1,2</Department><Status>1</Status>",
      {
        kind: "member",
        change: "update_user",
        userId: "zs",
        newUserId: "zs2",
        departments: [1, 2],
        status: 1,
      },
    ],
    [
      "change_contact",
      "<ChangeType>create_party</ChangeType><Id>2</Id><Name>n</Name><ParentId>1</ParentId>",
      { kind: "party", change: "create_party", id: 2, name: "n", parentId: 1 },
    ],
    [
      "change_contact",
      "<ChangeType>update_tag</ChangeType><TagId>9</TagId><AddUserItems>a,b</AddUserItems><DelPartyItems>3</DelPartyItems>",
      { kind: "member_tag", tagId: "9", addedUsers: ["a", "b"], removedUsers: [], removedParties: ["3"] },
    ],
    [
      "change_external_contact",
      "<ChangeType>add_external_contact</ChangeType><UserID>zs</UserID><ExternalUserID>wm1</ExternalUserID><State>s</State><WelcomeCode>w</WelcomeCode>",
      {
        kind: "customer",
        change: "add_external_contact",
        userId: "zs",
        externalUserId: "wm1",
        welcomeCode: "w",
      },
    ],
    [
      "change_external_contact",
      "<ChangeType>transfer_fail</ChangeType><UserID>zs</UserID><ExternalUserID>wm1</ExternalUserID><FailReason>customer_refused</FailReason>",
      { kind: "customer", change: "transfer_fail", failReason: "customer_refused" },
    ],
    [
      "change_external_chat",
      "<ChatId>c</ChatId><ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail><JoinScene>3</JoinScene><MemChangeCnt>2</MemChangeCnt><MemChangeList><Item>a</Item><Item>b</Item></MemChangeList><LastMemVer>v1</LastMemVer><CurMemVer>v2</CurMemVer>",
      {
        kind: "customer_group",
        change: "update",
        detail: "add_member",
        joinScene: 3,
        memberIds: ["a", "b"],
        lastMemberVersion: "v1",
        memberVersion: "v2",
      },
    ],
    [
      "change_external_chat",
      "<ChatId>c</ChatId><ChangeType>update</ChangeType><UpdateDetail>del_member</UpdateDetail><QuitScene>0</QuitScene><MemChangeList><Item>a</Item></MemChangeList>",
      { kind: "customer_group", detail: "del_member", quitScene: 0, memberIds: ["a"] },
    ],
    [
      "change_external_tag",
      "<Id>et</Id><TagType>tag_group</TagType><ChangeType>delete</ChangeType>",
      { kind: "customer_tag", change: "delete", id: "et", tagType: "tag_group" },
    ],
    [
      "change_external_tag",
      "<ChangeType>shuffle</ChangeType>",
      { kind: "customer_tag", change: "shuffle", id: undefined },
    ],
    [
      "template_card_event",
      "<EventKey>k</EventKey><TaskId>t</TaskId><CardType>vote_interaction</CardType><ResponseCode>r</ResponseCode><SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId></OptionIds></SelectedItem></SelectedItems>",
      {
        kind: "card",
        isMenu: false,
        eventKey: "k",
        taskId: "t",
        responseCode: "r",
        selected: [{ questionKey: "q", optionIds: ["1", "2"] }],
      },
    ],
    [
      "template_card_menu_event",
      "<EventKey>k</EventKey><TaskId>t</TaskId>",
      { kind: "card", isMenu: true, selected: [] },
    ],
    [
      "kf_msg_or_event",
      "<Token>T</Token><OpenKfId>wk</OpenKfId>",
      { kind: "kf", token: "T", openKfId: "wk" },
    ],
    [
      "customer_acquisition",
      "<ChangeType>balance_low</ChangeType><LinkId>l</LinkId>",
      { kind: "acquisition", change: "balance_low", linkId: "l" },
    ],
    [
      "inactive_alert",
      "<EffectTime>1403610513</EffectTime>",
      { kind: "dormancy", event: "inactive_alert", effectiveAt: new Date(1_403_610_513_000) },
    ],
    ["msgaudit_notify", "", { kind: "notice", event: "msgaudit_notify" }],
  ])("%s %s", (name, inner, expected) => {
    expect(event(name, inner)).toMatchObject({ ...expected, to: "ww1", at: new Date(1_403_610_513_000) });
  });

  test.each([
    ["change_contact", "<ChangeType>create_star</ChangeType>"],
    ["change_external_contact", "<ChangeType>add_external_contact</ChangeType><UserID>zs</UserID>"],
    ["change_external_chat", "<ChangeType>update</ChangeType>"],
    ["kf_msg_or_event", ""],
    ["toString", ""],
    ["something_new", "<ChangeType>x</ChangeType>"],
  ])("%s that is new or lacks what it must have is kept as unknown: %s", (name, inner) => {
    expect(event(name, inner)).toMatchObject({ kind: "unknown", event: name });
  });
});
