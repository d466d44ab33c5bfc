import { outages } from '../outages.js';

outages(30_000);
