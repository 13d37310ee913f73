import { expect, test } from "vitest";
import { checkDigitOf, looksLikeResidentId, residentIdFault } from "./residentId.ts";

// GB 11643-1999 gives these two as its examples.
test.each(["11010519491231002X", "440524188001010014"])("%s is right", (idNumber) => {
  expect(looksLikeResidentId(idNumber)).toBe(true);
  expect(residentIdFault(idNumber)).toBeNull();
});

test("a wrong digit and two that changed places are noticed, at every place but those of the day", () => {
  const right = "11010519491231002X";
  for (const place of [0, 1, 2, 3, 4, 5, 14, 15, 16]) {
    const other = (Number(right[place]) + 1) % 10;
    expect(residentIdFault(right.slice(0, place) + other + right.slice(place + 1))).toBe("CHECK_DIGIT");
  }
  expect(residentIdFault("11010519491231020X")).toBe("CHECK_DIGIT");
});

test("a day that never was is noticed before the check digit", () => {
  const digits = "11010519490231002";
  expect(residentIdFault(`${digits}${checkDigitOf(digits)}`)).toBe("DATE");
});

test("other documents are not taken for one", () => {
  for (const other of ["E12345678", "H1234567890", "110105491231002"])
    expect(looksLikeResidentId(other)).toBe(false);
});
