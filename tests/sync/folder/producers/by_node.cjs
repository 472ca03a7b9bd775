// node by_node.cjs MAKER IN.json OUT.xlsx: a ledger by one of these libraries, as its readme writes one.
const fs = require("fs");
const [, , maker, from, to] = process.argv;
const { title, headings, rows, widths } = JSON.parse(fs.readFileSync(from, "utf8"));
const last = String.fromCharCode(64 + headings.length);

function sheetjs() {
  const XLSX = require("xlsx");
  const sheet = XLSX.utils.aoa_to_sheet([[title], headings, ...rows]);
  sheet["!merges"] = [XLSX.utils.decode_range(`A1:${last}1`)];
  sheet["!cols"] = widths.map((wch) => ({ wch }));
  sheet["!autofilter"] = { ref: `A2:${last}${rows.length + 2}` };
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, "台账");
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["说明"]]), "说明");
  XLSX.writeFile(book, to, { bookSST: process.env.SST === "1", compression: true });
}

async function exceljs() {
  const ExcelJS = require("exceljs");
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("台账", { views: [{ state: "frozen", ySplit: 2 }] });
  sheet.addRow([title]);
  sheet.mergeCells(`A1:${last}1`);
  sheet.addRow(headings).font = { bold: true };
  rows.forEach((row) => sheet.addRow(row));
  widths.forEach((width, at) => (sheet.getColumn(at + 1).width = width));
  sheet.getCell("F3").fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFFF00" } };
  sheet.addConditionalFormatting({
    ref: "F3:F8",
    rules: [{ type: "containsText", operator: "containsText", text: "在办", style: { font: { bold: true } } }],
  });
  sheet.autoFilter = `A2:${last}${rows.length + 2}`;
  book.addWorksheet("说明").getCell("A1").value = "说明";
  await book.xlsx.writeFile(to);
}

async function populate() {
  const XlsxPopulate = require("xlsx-populate");
  const book = await XlsxPopulate.fromBlankAsync();
  const sheet = book.sheet(0).name("台账");
  sheet.cell("A1").value(title);
  sheet.range(`A1:${last}1`).merged(true).style({ bold: true, horizontalAlignment: "center" });
  sheet.cell("A2").value([headings, ...rows]);
  widths.forEach((width, at) => sheet.column(at + 1).width(width));
  sheet.range(`A2:${last}${rows.length + 2}`).style({ border: true, wrapText: true }).autoFilter();
  book.addSheet("说明").cell("A1").value("说明");
  await book.toFileAsync(to);
}

function excel4node() {
  const { Workbook } = require("excel4node");
  const book = new Workbook();
  const sheet = book.addWorksheet("台账");
  const look = book.createStyle({ border: { bottom: { style: "thin" } }, alignment: { wrapText: true } });
  sheet.cell(1, 1, 1, headings.length, true).string(title);
  [headings, ...rows].forEach((row, at) =>
    row.forEach((value, column) => {
      const cell = sheet.cell(at + 2, column + 1);
      (typeof value === "number" ? cell.number(value) : cell.string(value)).style(look);
    })
  );
  widths.forEach((width, at) => sheet.column(at + 1).setWidth(width));
  sheet.row(2).filter({ firstRow: 2, firstColumn: 1, lastRow: rows.length + 2, lastColumn: headings.length });
  book.addWorksheet("说明").cell(1, 1).string("说明");
  book.write(to, (error) => process.exit(error ? 1 : 0));
}

({ sheetjs, exceljs, populate, excel4node })[maker]();
