/** Files of values, wherever one is read. */
export const words = {
  chooseFile: "Choose an XLSX or CSV file",
  otherFile: "Choose another file",
  fileHint:
    "Or drop it here. Up to {{most}} rows; the first sheet of an Excel workbook (XLSX), CSV, or text with tabs.",
  reading: "The file is being read",
  tooLarge: "The file is larger than 20 MB.",
  unreadable: "The file could not be read.",
  noRows: "There are no rows in this file.",
  tooMany: "There are more than {{most}} rows. Split the file.",
  rows_one: "{{formatted}} row",
  rows_other: "{{formatted}} rows",
  header: "The first row names the columns",
  encoding: "Encoding",
  firstRows: "The first rows",
  encodings: {
    auto: "Found: {{found}}",
    "utf-8": "UTF-8",
    gb18030: "GBK / GB18030",
    "utf-16le": "UTF-16",
  },
  line: "Line",
};
