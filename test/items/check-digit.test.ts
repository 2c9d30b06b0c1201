import { isIsbn, isIssn, isOrcid } from '../../src/items/check-digit.ts';

describe('isIssn', () => {
  test.each(['1234-5679', '12345679', '0000-0019', '2434-561X', '2434-561x', '0317-8471'])('takes %s', (text) => {
    expect(isIssn(text)).toBe(true);
  });
  test.each(['1234-5678', '2434-5610', '1234-567', '1234–5679', 'X234-5679', '', '1234-5679 '])(
    'refuses %j',
    (text) => {
      expect(isIssn(text)).toBe(false);
    },
  );
});

describe('isOrcid', () => {
  test.each(['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'])('takes %s', (text) => {
    expect(isOrcid(text)).toBe(true);
  });
  test.each([
    '0000-0002-1825-0098',
    '0000-0002-1694-2330',
    '0000000218250097',
    'https://orcid.org/0000-0002-1825-0097',
    '',
  ])('refuses %j', (text) => {
    expect(isOrcid(text)).toBe(false);
  });
});

describe('isIsbn', () => {
  test.each(['0-306-40615-2', '0306406152', '080442957X', '978-0-306-40615-7', '9780306406157', '979 10 90636 07 1'])(
    'takes %s',
    (text) => {
      expect(isIsbn(text)).toBe(true);
    },
  );
  test.each([
    '0-306-40615-3',
    '978-0-306-40615-8',
    '9770306406157',
    '97803064061',
    '978--0306406157',
    '978030640615X',
    '',
  ])('refuses %j', (text) => {
    expect(isIsbn(text)).toBe(false);
  });
});
