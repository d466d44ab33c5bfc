import type { ProbeSubject } from '../adapter-sdk/index.js';

/** What is wrong with an account: a code of docs/errors.md, and what its municipality can do about it, in Dutch. */
export interface ChannelProblem {
  readonly code: string;
  readonly advice: string;
}

/** How an account is, by what was written down about it. */
export interface ChannelFacts {
  /** Answers to it fail so often that they wait. */
  readonly isBreakerOpen: boolean;
  /** Looks at an account that is pulled. */
  readonly pull: { readonly failures: number; readonly parked: boolean; readonly code: string | null } | undefined;
  readonly probe:
    | {
        readonly verdict: 'well' | 'dead' | null;
        readonly about: string | null;
        readonly code: string | null;
        readonly failures: number;
        readonly failure: string | null;
      }
    | undefined;
}

/** One or two calls that fail are the weather of the internet. */
const WEATHER = 3;

const ADVICE: Readonly<Record<ProbeSubject, string>> = {
  token:
    'De toegang tot dit account is vervallen of ingetrokken. Laat de beheerder van het account opnieuw toestemming geven en zet de nieuwe sleutel in de configuratie.',
  permission:
    'Het account mag niet alles wat nodig is. Laat de beheerder de ontbrekende rechten geven, of zijn rol op de pagina herstellen.',
  account:
    'Het platform laat dit account niet meer toe. Kijk bij het platform zelf wat er aan de hand is en los het daar op.',
  version: 'Het platform heeft deze versie van zijn koppeling stopgezet. Kies in de configuratie een nieuwere versie.',
  subscription:
    'Het platform meldt ons niet meer wat burgers schrijven. Abonneer het account opnieuw, zoals de uitleg bij het kanaal zegt.',
};
const AWAY =
  'Het platform antwoordt niet. Wacht even; duurt het langer dan een uur, kijk dan of het platform een storing meldt.';
const PULL_REFUSED =
  'Nieuwe berichten kunnen niet worden opgehaald. Kijk de toegang en de instellingen van dit account na.';
const ANSWERS_WAIT = 'Antwoorden op dit account mislukken en wachten. Ze vertrekken vanzelf zodra het weer lukt.';
const WARNING = 'Dit account werkt, maar het platform waarschuwt ervoor. Kijk bij het platform zelf na waarom.';

function adviceAbout(about: string | null): string {
  return Object.entries(ADVICE).find(([subject]) => subject === about)?.[1] ?? ADVICE.account;
}

function deadOf(probe: ChannelFacts['probe']): ChannelProblem | undefined {
  return probe?.verdict === 'dead'
    ? { code: probe.code ?? 'PROBE_FAILED', advice: adviceAbout(probe.about) }
    : undefined;
}

function pullOf(pull: ChannelFacts['pull']): ChannelProblem | undefined {
  const isStopped = pull !== undefined && (pull.parked || pull.failures >= WEATHER);
  return isStopped ? { code: pull.code ?? 'PULL_FAILED', advice: pull.parked ? PULL_REFUSED : AWAY } : undefined;
}

function awayOf(probe: ChannelFacts['probe']): ChannelProblem | undefined {
  return probe !== undefined && probe.failures >= WEATHER
    ? { code: probe.failure ?? 'PROBE_FAILED', advice: AWAY }
    : undefined;
}

/** What stops an account, the most telling first; undefined when nothing does. */
function stopOf({ isBreakerOpen, pull, probe }: ChannelFacts): ChannelProblem | undefined {
  const answersWait = isBreakerOpen ? { code: 'CHANNEL_ANSWERS_WAIT', advice: ANSWERS_WAIT } : undefined;
  return deadOf(probe) ?? pullOf(pull) ?? awayOf(probe) ?? answersWait;
}

/** Whether an account can receive and send, and what is wrong. An account that is healthy may have a warning. */
export function problemOf(facts: ChannelFacts): { readonly healthy: boolean; readonly problem: ChannelProblem | null } {
  const stop = stopOf(facts);
  if (stop !== undefined) {
    return { healthy: false, problem: stop };
  }
  const warning = facts.probe?.code ?? null;
  return { healthy: true, problem: warning === null ? null : { code: warning, advice: WARNING } };
}
