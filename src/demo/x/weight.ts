const ADDRESS = /https?:\/\/[^\s<]+/g;
const ADDRESS_WEIGHS = 23;
/** Latin and its neighbours, and typographical signs; all else weighs two. */
function isLight(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x1100 || /[\u2000-\u200d\u2010-\u201f\u2032-\u2037]/.test(character);
}

const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

/** The length of a post as X counts it: a link 23, an emoji 2, a character 1 or 2. */
export function weightOf(text: string): number {
  let weight = 0;
  const rest = text.normalize('NFC').replace(ADDRESS, () => {
    weight += ADDRESS_WEIGHS;
    return '';
  });
  for (const { segment } of new Intl.Segmenter('nl').segment(rest)) {
    weight += PICTURE.test(segment) ? 2 : [...segment].reduce((sum, one) => sum + (isLight(one) ? 1 : 2), 0);
  }
  return weight;
}
