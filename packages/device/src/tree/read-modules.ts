import { type Fields, type ReadLeaf, listOf, textOf } from './fields.ts';

/** Numbers of modules have two digits in the catalogue. */
const MODULES_MAX = 99;
const COLUMNS = [
  'Tok',
  'Id',
  'Ver',
  'No',
  'ProductName',
  'ProductSerialNumber',
  'ModuleHwIdentStr',
  'ModuleSerialNumber',
];

/** Rows of a `systeminfo`: `/system/basicInfo/module1/productName`. A column without text is left out, also a serial number that became a float. */
export function readModules(id: string, fields: Fields): ReadLeaf[] {
  const rows = listOf(fields['values'] ?? fields['value']).slice(0, MODULES_MAX);
  return rows.flatMap((row, index) => {
    if (typeof row !== 'object' || row === null) return [];
    const cells: Fields = { ...row };
    return COLUMNS.flatMap((column): ReadLeaf[] => {
      const text = textOf(cells[column]);
      const value = column === 'No' && text !== undefined ? plainSerial(text) : text;
      if (value === undefined) return [];
      const name = `${column.charAt(0).toLowerCase()}${column.slice(1)}`;
      return [{ leaf: { id: `${id}/module${index + 1}/${name}`, type: 'string', writeable: false }, value }];
    });
  });
}

/** Older gateways send the text in hexadecimal, filled up with 00 or FF; nothing but filling is no number. */
function plainSerial(text: string): string | undefined {
  if (!/^([0-9A-F]{2})+$/i.test(text)) return text;
  const bytes = [...Buffer.from(text, 'hex')].filter((byte) => byte !== 0x00 && byte !== 0xff);
  if (bytes.length === 0) return undefined;
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? String.fromCodePoint(...bytes) : text;
}
