/** What is wrong with one cell of a table, in as few words as a cell has room for. The whole text stands elsewhere. Pure. */

const SHORT: Readonly<Record<string, string>> = {
  missing: "Missing",
  wrong_type: "Not a number",
  bad_decimal: "Not a number",
  not_a_number: "Not a number",
  scientific: "Digits are lost",
  not_a_whole_number: "Not a whole number",
  out_of_range: "Out of range",
  negative: "Below 0",
  too_many_places: "Too many decimals",
  too_long: "Too long",
  stands_twice: "Stands twice",
  id_twice: "Stands twice",
  unknown_reference: "Not known",
  unknown_member: "Not known",
  bad_text: "A sign is not allowed",
  cell_error: "An error of the sheet",
  gtin_not_digits: "Not only digits",
  gtin_length: "Wrong length",
  gtin_check_digit: "Wrong check digit",
  gtin_zero: "Only zeros",
};

/** "Not a number" */
export function shortFault(code: string): string {
  return SHORT[code] ?? "Not right";
}

/** "Pasted: not a number". The cell itself still has what was there before. */
export function shortFaultOfPaste(code: string): string {
  const short = shortFault(code);
  return `Pasted: ${short.charAt(0).toLowerCase()}${short.slice(1)}`;
}
