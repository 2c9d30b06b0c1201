/** Whether an ISSN (ISO 3297), with or without its hyphen, has eight digits and the right last one. */
export function isIssn(text: string): boolean {
  const digits = /^([0-9]{4})-?([0-9]{3}[0-9X])$/i.exec(text);
  return digits !== null && weighted(`${digits[1]}${digits[2]}`) % 11 === 0;
}

/** Whether an ISBN (ISO 2108) of ten or thirteen digits, hyphens or spaces anywhere between, has the right last one. */
export function isIsbn(text: string): boolean {
  if (!/^[0-9](?:[ -]?[0-9])*[ -]?[0-9X]$/i.test(text)) return false;
  const digits = text.replace(/[ -]/g, '');
  if (digits.length === 10) return weighted(digits) % 11 === 0;
  if (!/^97[89][0-9]{10}$/.test(digits)) return false;
  return [...digits].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}

/** Whether a bare ORCID, `0000-0002-1825-0097`, has the right last digit (ISO 7064, MOD 11-2). */
export function isOrcid(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$/.test(text)) return false;
  let sum = 0;
  for (const digit of text.replaceAll('-', '')) sum = (sum * 2 + worth(digit)) % 11;
  return sum === 1;
}

/** The sum of the digits, the last one once, the one before it twice, and so on. */
function weighted(digits: string): number {
  return [...digits].reduce((sum, digit, i) => sum + worth(digit) * (digits.length - i), 0);
}

function worth(digit: string): number {
  return digit === 'X' || digit === 'x' ? 10 : Number(digit);
}
