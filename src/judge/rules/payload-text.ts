import { type Report, shown } from '../report.ts';
import { XML, XSI } from '../vocabulary.ts';
import { attributeOf, type XmlElement } from '../xml-tree.ts';

/** Nothing below U+0300 is changed by NFC, and that is most of what is read here. */
const MAYBE_DECOMPOSED = /[\u0300-\uFFFF]/;

/** What holds for each element of a payload, whatever its format: something in it, a sound language, sound text. */
export function checkPayloadText(element: XmlElement, report: Report): void {
  const lang = attributeOf(element, 'lang', XML);
  if (lang !== undefined && !/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(lang)) {
    report('HRV-07', `xml:lang of ${element.local} is ${shown(lang)}`);
  }
  if (element.children.length === 0 && element.text.trim() === '' && !hasData(element)) {
    report('HRV-08', `${element.local} is empty`);
  }
  checkCharacters(element.text, element.local, report);
  for (const { value, local } of element.attributes) checkCharacters(value, local, report);
  for (const child of element.children) checkPayloadText(child, report);
}

/** Some elements say it all in an attribute; a language or a schema location does not make them say anything. */
function hasData(element: XmlElement): boolean {
  return element.attributes.some(({ namespace, value }) => namespace !== XML && namespace !== XSI && value !== '');
}

function checkCharacters(text: string, where: string, report: Report): void {
  if (MAYBE_DECOMPOSED.test(text) && text.normalize('NFC') !== text) {
    report('XML-24', `${where} is not in normalisation form C: ${shown(text)}`);
  }
}
