import type { words as source } from "../en/csv.ts";
import type { Words } from "../words.ts";

export const words: Words<typeof source> = {
  chooseFile: "选择 XLSX 或 CSV 文件",
  otherFile: "换一个文件",
  fileHint:
    "或将文件拖到此处。最多 {{most}} 行；支持 Excel 工作簿（XLSX，读取第一个工作表）、CSV 或制表符文本。",
  reading: "正在读取文件",
  tooLarge: "文件超过 20 MB。",
  unreadable: "无法读取该文件。",
  noRows: "文件中没有数据行。",
  tooMany: "超过 {{most}} 行，请拆分文件。",
  rows_other: "{{formatted}} 行",
  header: "首行为列名",
  encoding: "文件编码",
  firstRows: "前几行",
  encodings: {
    auto: "自动识别：{{found}}",
    "utf-8": "UTF-8 编码",
    gb18030: "GBK / GB18030 编码",
    "utf-16le": "UTF-16 编码",
  },
  line: "行号",
};
