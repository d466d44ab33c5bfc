import type { Draft, Located } from './draft.js';
import type { FileContents } from './schemas.js';

interface Claim {
  readonly what: string;
  readonly place: string;
}

/** Each `what` may be claimed once; a second claim is reported at its own place and names the first. */
function repeated(claims: readonly Claim[]): readonly string[] {
  const first = new Map<string, string>();
  return claims.flatMap(({ what, place }) => {
    const earlier = first.get(what);
    if (earlier === undefined) {
      first.set(what, place);
      return [];
    }
    return [`${place}: ${what} is already in ${earlier}`];
  });
}

function ofMunicipality({ file, value }: Located<FileContents['municipalities']>): readonly Claim[] {
  return [
    { what: `tenant "${value.tenant}"`, place: `${file}: /tenant` },
    { what: `organisation ${value.ovo}`, place: `${file}: /ovo` },
    { what: `NIS code ${value.nis}`, place: `${file}: /nis` },
    ...value.formerNis.map((code, at) => ({ what: `NIS code ${code}`, place: `${file}: /formerNis/${at}` })),
    ...value.accounts.map(({ channel, account }, at) => ({
      what: `${channel} account ${account}`,
      place: `${file}: /accounts/${at}/account`,
    })),
    ...value.routes.map(({ name }, at) => ({
      what: `route "${name}" of ${value.tenant}`,
      place: `${file}: /routes/${at}/name`,
    })),
    ...value.closingDays.map(({ date }, at) => ({
      what: `closing day ${date} of ${value.tenant}`,
      place: `${file}: /closingDays/${at}/date`,
    })),
  ];
}

function ofPolicy({ file, value }: Located<FileContents['sla']>): readonly Claim[] {
  const version = `version ${value.validFrom} of policy "${value.name}"`;
  return [
    { what: version, place: `${file}: /validFrom` },
    ...value.rules.map(({ name }, at) => ({
      what: `rule "${name}" of ${version}`,
      place: `${file}: /rules/${at}/name`,
    })),
  ];
}

function ofTopics({ file, value }: Located<FileContents['topics']>): readonly Claim[] {
  return value.topics.map(({ topic }, at) => ({ what: `topic "${topic}"`, place: `${file}: /topics/${at}/topic` }));
}

function ofTargets({ file, value }: Located<FileContents['targets']>): readonly Claim[] {
  return value.targets.map(({ id }, at) => ({ what: `target "${id}"`, place: `${file}: /targets/${at}/id` }));
}

/** Everything that must be unique: whose a message is, and what a name means, may never depend on luck. */
export function checkUnique(draft: Draft): readonly string[] {
  return repeated([
    ...draft.municipalities.flatMap(ofMunicipality),
    ...draft.calendars.map(({ file, value }) => ({
      what: `version ${value.validFrom} of calendar "${value.name}"`,
      place: `${file}: /validFrom`,
    })),
    ...draft.sla.flatMap(ofPolicy),
    ...draft.tariffs.map(({ file, value }) => ({
      what: `version ${value.validFrom} of tariff "${value.name}"`,
      place: `${file}: /validFrom`,
    })),
    ...draft.platformPrices.map(({ file, value }) => ({
      what: `version ${value.validFrom} of the prices of "${value.platform}"`,
      place: `${file}: /validFrom`,
    })),
    ...draft.pools.map(({ file, value }) => ({
      what: `version ${value.validFrom} of pool "${value.name}"`,
      place: `${file}: /validFrom`,
    })),
    ...draft.topics.flatMap(ofTopics),
    ...draft.targets.flatMap(ofTargets),
  ]);
}
