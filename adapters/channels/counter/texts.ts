/** What a citizen reads around an answer by e-mail. Nothing of the question: an address may be somebody else's. */
export function mailSubject(number: string): string {
  return `Antwoord op uw bericht ${number}`;
}

export function mailText(answer: string, number: string): string {
  return `${answer}

--
Dit is het antwoord op het bericht met ontvangstnummer ${number}. Het staat ook op de pagina waarvan u de link kreeg toen u het formulier verstuurde.
Hebt u ons niets gevraagd? Dan vulde iemand per vergissing uw e-mailadres in, en hoeft u niets te doen.
`;
}
