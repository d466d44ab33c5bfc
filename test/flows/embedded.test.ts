import { jest } from '@jest/globals';
import { citizensStories } from './stories.js';

jest.setTimeout(60_000);
citizensStories('embedded');
