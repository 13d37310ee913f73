import { expect, test } from "vitest";
import { factsOf } from "./contentFacts.ts";

test("nested fields and lists are told one by one, under their whole names", () => {
  const fields = {
    MsgType: "event",
    SelectedItems: {
      SelectedItem: [{ QuestionKey: "q1" }, { QuestionKey: "q2", OptionIds: { OptionId: "a" } }],
    },
  };
  expect(factsOf(fields)).toEqual([
    ["MsgType", "event"],
    ["SelectedItems.SelectedItem[1].QuestionKey", "q1"],
    ["SelectedItems.SelectedItem[2].QuestionKey", "q2"],
    ["SelectedItems.SelectedItem[2].OptionIds.OptionId", "a"],
  ]);
});

test("what does not open has no fields", () => {
  expect(factsOf(null)).toEqual([]);
});
