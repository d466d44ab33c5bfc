/** Longer than anybody writes by hand; behind it nothing is looked for. */
const MAX_LINES = 20_000;
/** The line above a quoted mail, in the languages that programs here are set to. It may be folded once. */
const INTRODUCTION = /^(?:op|le|on|am)\b.{4,250}(?:schreef|a écrit|wrote|schrieb)\b.{0,120}:\s*$/iu;
const DIVIDER =
  /^\s*-{2,}\s*(?:oorspronkelijk bericht|original message|message d'origine|ursprüngliche nachricht|doorgestuurd bericht|forwarded message)\s*-{2,}\s*$/iu;
/** The fields that Outlook writes above a quoted mail. */
const FROM_FIELD = /^\*?(?:van|from|de|von)\s?:\*?\s\S/iu;
const SENT_FIELD = /^\*?(?:verzonden|datum|sent|date|envoyé|gesendet)\s?:\*?\s\S/iu;
const RULE = /^\s*_{10,}\s*$/;
const SIGNATURE = /^-- ?$/;
/** What telephones and programs add at the end. */
const SENT_FROM =
  /^(?:verstuurd vanaf|verzonden vanaf|verzonden met|sent from|envoyé de|envoyé depuis|gesendet von|outlook voor|get outlook for|download outlook)\b.{0,120}$/iu;
/** A signature further from the end is more likely a line of the text. */
const SIGNATURE_LINES = 15;

function isIntroduction(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return (
    INTRODUCTION.test(line) ||
    (/^(?:op|le|on|am)\b/iu.test(line) && INTRODUCTION.test(`${line} ${lines[at + 1] ?? ''}`))
  );
}

function isQuotedMail(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  const below = lines.slice(at + 1, at + 4);
  const isFields = FROM_FIELD.test(line) && below.some((one) => SENT_FIELD.test(one));
  return DIVIDER.test(line) || isFields || (RULE.test(line) && below.some((one) => FROM_FIELD.test(one)));
}

function endOfWords(lines: readonly string[]): number {
  const at = lines.findIndex((_, index) => isIntroduction(lines, index) || isQuotedMail(lines, index));
  return at === -1 ? lines.length : at;
}

/** Quotes at the end are history; between words they are what the words are about. */
function withoutLastQuotes(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '' && !line.startsWith('>'));
  return lines.slice(0, last + 1);
}

function withoutSignature(lines: readonly string[]): readonly string[] {
  const from = Math.max(0, lines.length - SIGNATURE_LINES);
  const at = lines.findIndex((line, index) => index >= from && SIGNATURE.test(line));
  const kept = at === -1 ? lines : lines.slice(0, at);
  const last = kept.findLastIndex((line) => line.trim() !== '' && !SENT_FROM.test(line.trim()));
  return kept.slice(0, last + 1);
}

/**
 * What somebody wrote, without the mail that is answered below it and without a signature. Of a mail that begins a
 * conversation nothing is history: what is quoted there is what the citizen shows us.
 */
export function visibleText(text: string, isReply: boolean): string {
  const lines = text.replace(/\r\n?/g, '\n').trim().split('\n').slice(0, MAX_LINES);
  // An introduction that quotes itself stands above what follows, so quotes go after it was cut off.
  const own = isReply ? withoutLastQuotes(lines.slice(0, endOfWords(lines))) : lines;
  const shown = withoutSignature(own)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return shown === '' ? text.trim() : shown;
}
