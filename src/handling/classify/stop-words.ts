import type { Language } from '../../domain/vocabulary.js';

/**
 * Folded words that give a language away. Words that two of the four share ("de", "die", "in", "is", "was", "du") are
 * left out. A table and not a detector: a detector with its statistics costs tens of megabytes in every worker.
 */
export const STOP_WORDS: Readonly<Record<Exclude<Language, 'und'>, string>> = {
  nl: `aan als alstublieft altijd bedankt beste bij dag daar deze dit een er gaat geen goeiemorgen goedemorgen goedendag
    graag hallo heb hebben heeft het hoe hoelang ik jullie kan kunnen maar mag met mijn moet moeten naar niet nog nu ons
    onze ook op sinds te u uw van vandaag vanaf veel voor waar waarom wanneer wat weer wel welke werd wie wij worden wordt zijn
    zou zonder`,
  fr: `afin alors apres aussi avec avez avoir bonjour bonsoir ca ce cela chez comment dans depuis des elle est et etre
    faire fait faut ici il ils je la le les leur ma mais merci mes mon ne nous ou ont pas peut peux plait pour pourquoi
    quand que quel quelle qui quoi sans ses sont sur svp tous tres un une vos votre vous y`,
  de: `aber auch auf bei bitte dann danke das dass dem den der dies dieser durch ein eine einen einer es fur guten haben
    habe hat heute ich ihr ihre ist kann keine kein konnen man mein meine mich mir mit morgen nach nicht noch oder schon
    sehr sich sie sind und uns unser von wann warum welche wenn werden wird wo zum zur uber`,
  en: `about after again and any anyone are because been but can could does doesn don for from get good has have hello
    hey how i it its just like me my near need no not of on our please should since so some thank thanks that the
    there they this to today when where which who why will with would yes you your`,
};
