import { foldWords } from '../../domain/text.js';
import type { CompetenceLevel, Language, TicketKind } from '../../domain/vocabulary.js';
import type { Settings, TopicRule } from '../../settings/snapshot.js';
import { STOP_WORDS } from './stop-words.js';

export interface TopicCode {
  readonly topic: string;
  readonly level: CompetenceLevel;
  readonly kind: TicketKind;
  readonly language: Language;
  /** The words of configuration that decided, as they stand there: the evidence for the explanation. */
  readonly matched: readonly string[];
}

export interface TopicCoder {
  /** Deterministic and total. Reads the first 2000 characters: a longer text says what it is about before that. */
  codeTopic(text: string): TopicCode;
}

const MAX_CHARACTERS = 2000;
const SPOKEN = ['nl', 'fr', 'de', 'en'] as const satisfies readonly Language[];
const NO_LANGUAGE: readonly number[] = [];

/** A word or word group of one rule, once, with all the languages that list it. */
interface Phrase {
  readonly id: number;
  readonly rule: number;
  readonly text: string;
  readonly first: string;
  readonly rest: readonly string[];
  /** Folded characters: a longer phrase says more. */
  readonly weight: number;
  readonly languages: readonly number[];
}

interface Lexicon {
  /** By the first two characters, longest first: few phrases are compared with any one word. */
  readonly buckets: ReadonlyMap<string, readonly Phrase[]>;
  /** Indexes in SPOKEN. */
  readonly stopWords: ReadonlyMap<string, readonly number[]>;
}

function bucketOf(word: string): string {
  return word.slice(0, 2);
}

/** Every text of every rule, with the index of its language in SPOKEN, or -1. */
function listed(rules: readonly TopicRule[]) {
  return rules.flatMap(({ words }, rule) =>
    Object.entries(words).flatMap(([language, texts]) =>
      texts.map((text) => ({ rule, text, spoken: SPOKEN.findIndex((candidate) => candidate === language) })),
    ),
  );
}

function phrasesOf(rules: readonly TopicRule[]): readonly Phrase[] {
  const phrases = new Map<string, Phrase>();
  for (const { rule, text, spoken } of listed(rules)) {
    const [first, ...rest] = foldWords(text);
    if (first === undefined) {
      continue;
    }
    const key = `${rule} ${first} ${rest.join(' ')}`;
    const known = phrases.get(key) ?? { id: phrases.size, rule, text, first, rest, languages: NO_LANGUAGE };
    const weight = rest.reduce((sum, word) => sum + word.length, first.length);
    const languages = spoken < 0 ? known.languages : [...known.languages, spoken];
    phrases.set(key, { ...known, weight, languages });
  }
  return [...phrases.values()];
}

function lexiconOf(rules: readonly TopicRule[]): Lexicon {
  const buckets = new Map<string, Phrase[]>();
  for (const phrase of [...phrasesOf(rules)].sort((a, b) => b.weight - a.weight)) {
    const key = bucketOf(phrase.first);
    buckets.set(key, [...(buckets.get(key) ?? []), phrase]);
  }
  const stopWords = new Map<string, readonly number[]>();
  for (const [index, language] of SPOKEN.entries()) {
    for (const word of STOP_WORDS[language].split(/\s+/)) {
      stopWords.set(word, [...(stopWords.get(word) ?? NO_LANGUAGE), index]);
    }
  }
  return { buckets, stopWords };
}

function isAt(phrase: Phrase, words: readonly string[], at: number): boolean {
  return (
    words[at]?.startsWith(phrase.first) === true &&
    phrase.rest.every((part, index) => words[at + 1 + index]?.startsWith(part) === true)
  );
}

/** At one place a rule counts its longest phrase only: "afvalzak" is not also "afval". */
function phrasesAt(lexicon: Lexicon, words: readonly string[], at: number, word: string): readonly Phrase[] {
  const found: Phrase[] = [];
  for (const phrase of lexicon.buckets.get(bucketOf(word)) ?? []) {
    if (isAt(phrase, words, at) && !found.some((longer) => longer.rule === phrase.rule)) {
      found.push(phrase);
    }
  }
  return found;
}

/** The index of the highest score, the first of equals; -1 when nothing scored. */
function winner(scores: readonly number[]): number {
  let best = -1;
  for (const [index, score] of scores.entries()) {
    if (score > (scores[best] ?? 0)) {
      best = index;
    }
  }
  return best;
}

function spokenLanguage(scores: readonly number[]): Language {
  const best = winner(scores);
  // Two languages with the same evidence: nobody knows, so nothing is claimed.
  const isTie = scores.some((score, index) => index !== best && score === scores[best]);
  return isTie ? 'und' : (SPOKEN[best] ?? 'und');
}

function addTo(scores: number[], indexes: readonly number[], points: number): void {
  for (const index of indexes) {
    scores[index] = (scores[index] ?? 0) + points;
  }
}

function readWords(lexicon: Lexicon, words: readonly string[]) {
  const topicScores: number[] = [];
  const languageScores = [0, 0, 0, 0];
  const matched = new Map<number, Phrase>();
  for (const [at, word] of words.entries()) {
    addTo(languageScores, lexicon.stopWords.get(word) ?? NO_LANGUAGE, 1);
    for (const phrase of phrasesAt(lexicon, words, at, word)) {
      // Saying the same word five times is not five times the evidence.
      if (!matched.has(phrase.id)) {
        matched.set(phrase.id, phrase);
        addTo(topicScores, [phrase.rule], phrase.weight);
        addTo(languageScores, phrase.languages, 1);
      }
    }
  }
  return { topicScores, languageScores, matched: [...matched.values()] };
}

/**
 * Prepares the coding of texts. The rule with the most and longest matching words wins, the earlier of equals. Make it
 * once per settings snapshot.
 */
export function compileTopics(rules: readonly TopicRule[], fallback: Settings['fallbackTopic']): TopicCoder {
  const lexicon = lexiconOf(rules);
  return {
    codeTopic(text) {
      const words = foldWords(text.slice(0, MAX_CHARACTERS));
      const { topicScores, languageScores, matched } = readWords(lexicon, words);
      const best = winner(Array.from(rules, (_, index) => topicScores[index] ?? 0));
      const { topic, level, kind } = rules[best] ?? fallback;
      const evidence = matched.filter((phrase) => phrase.rule === best).map((phrase) => phrase.text);
      return { topic, level, kind, language: spokenLanguage(languageScores), matched: evidence };
    },
  };
}
