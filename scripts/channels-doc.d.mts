import type { DatedLimit } from '../src/domain/dated-limit.js';

export function channelsDoc(limitsOf: (id: string) => readonly DatedLimit[]): string;
