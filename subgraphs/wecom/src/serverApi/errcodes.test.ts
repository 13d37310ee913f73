import { describe, expect, test } from "vitest";
import { errcodeInfo, errcodes } from "./errcodes.ts";

const codesOf = (kind: string): number[] =>
  errcodes.filter((each) => each.kind === kind).map(({ errcode }) => errcode);

describe("what is done about a refusal", () => {
  test.each([
    [-1, "busy", "jittered"],
    [45_033, "busy", "jittered"],
    [45_009, "frequency", "pause"],
    [40_014, "token", "refresh_token"],
    [42_001, "token", "refresh_token"],
    [60_020, "account", "never"],
    [48_002, "account", "never"],
    [48_006, "account", "never"],
    [50_003, "account", "never"],
    [81_013, "recipient", "never"],
    [40_003, "recipient", "never"],
    [95_001, "recipient", "never"],
    [95_002, "recipient", "never"],
    [45_002, "message", "never"],
    [40_007, "message", "never"],
  ])("%i is of class %s: %s", (errcode, kind, retry) => {
    const info = errcodeInfo(errcode);

    expect([info.kind, info.retry.kind, info.isKnown]).toEqual([kind, retry, true]);
  });

  test("a code nobody told us of is never repeated blindly, and says so", () => {
    expect(errcodeInfo(999_999)).toMatchObject({ kind: "message", retry: { kind: "never" }, isKnown: false });
    expect(errcodeInfo(999_999).zh.meaning).toContain("999999");
  });
});

describe("the table", () => {
  test("has each code once and both languages for all of them", () => {
    expect(new Set(errcodes.map(({ errcode }) => errcode)).size).toBe(errcodes.length);
    for (const { errcode, en, zh } of errcodes) {
      expect([errcode, /\p{Script=Han}/u.test(en.meaning + en.action)]).toEqual([errcode, false]);
      for (const text of [zh.meaning, zh.action])
        expect([errcode, /\p{Script=Han}/u.test(text)]).toEqual([errcode, true]);
      for (const text of [en.meaning, en.action]) expect(text).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("has every code of the reference list", () => {
    const listed = [
      -1, 40_001, 40_003, 40_004, 40_005, 40_006, 40_007, 40_008, 40_013, 40_014, 40_029, 40_031, 40_032,
      40_035, 40_050, 40_056, 40_058, 40_063, 40_068, 40_096, 40_201, 41_001, 41_048, 41_050, 41_051, 41_063,
      42_001, 43_009, 44_001, 44_004, 45_001, 45_002, 45_007, 45_009, 45_029, 45_033, 48_002, 48_004, 48_006,
      50_001, 50_002, 50_003, 60_011, 60_020, 60_111, 60_123, 81_012, 81_013, 82_001, 84_061, 84_074, 86_001,
      86_003, 86_004, 86_215, 95_000, 95_017, 301_002, 301_042, 701_008,
    ];
    expect(listed.filter((errcode) => !errcodeInfo(errcode).isKnown)).toEqual([]);
  });

  test("only a token's own codes ask for another token", () => {
    expect(codesOf("token")).toEqual([40_014, 41_001, 42_001]);
  });
});
