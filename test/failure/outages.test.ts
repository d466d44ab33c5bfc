import { outages } from './outages.js';

outages(3_000);
