import { looksDoubleEncoded } from '../items/double-encoded.ts';
import type { JudgedAnswer } from '../judge/judged-answer.ts';
import { type Report, shown } from '../judge/report.ts';
import { OAI } from '../judge/vocabulary.ts';
import type { XmlElement } from '../judge/xml-tree.ts';

/** What is left of a tag or an entity when a text was escaped once too often. */
const MARKUP = /<\/?(?:p|b|i|u|em|strong|br|span|div|sub|sup)\b[^<>]*>|&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6});/i;

/** What holds for the texts that people read: of records, of sets, of the repository. */
export function checkTexts(root: XmlElement, { errors }: JudgedAnswer, report: Report): void {
  if (errors.length > 0) return;
  const visit = (element: XmlElement): void => {
    if (looksDoubleEncoded(element.text))
      report('HRV-05', `${element.local} looks encoded twice: ${shown(element.text)}`);
    if (element.namespace !== OAI && MARKUP.test(element.text))
      report('HRV-04', `${element.local} holds markup: ${shown(element.text)}`);
    for (const child of element.children) visit(child);
  };
  for (const child of root.children) if (child.local !== 'request') visit(child);
}
