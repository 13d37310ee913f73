export interface CsvLine {
  /** As a person counts it, from 1. */
  line: number;
  cells: string[];
}

/**
 * Lines of a table as it is copied from a spreadsheet (tabs) or saved as CSV (RFC 4180; commas or semicolons). Empty lines
 * are left out. A quotation that is never closed ends with the text.
 */
export function csvLines(text: string): CsvLine[] {
  const separator = separatorOf(text);
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let line = 1;
  let startedAt = 1;
  const endLine = () => {
    cells.push(cell.trim());
    if (cells.some((each) => each !== "")) lines.push({ line: startedAt, cells });
    [cells, cell] = [[], ""];
  };
  const plain = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain.charAt(at);
    if (letter === "\n") line += 1;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (plain.charAt(at + 1) === '"') [cell, at] = [`${cell}"`, at + 1];
      else isQuoted = false;
    } else if (letter === '"' && cell.trim() === "") [isQuoted, cell] = [true, ""];
    else if (letter === separator) {
      cells.push(cell.trim());
      cell = "";
    } else if (letter === "\n") {
      endLine();
      startedAt = line;
    } else cell += letter;
  }
  endLine();
  return lines;
}

/** What the first line is divided by; tabs go first, for a name may have a comma. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "";
  return ["\t", ",", ";"].find((each) => first.includes(each)) ?? ",";
}
