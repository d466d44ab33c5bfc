import { describe, expect, it } from '@jest/globals';
import { attachmentName } from './attachment-name.js';

describe('the name under which a copy is saved', () => {
  it.each([
    ['stoep.jpg', 'image/jpeg', 'stoep.jpg'],
    // The ending is that of the bytes: what ends in .exe would be run.
    ['stoep.exe', 'image/png', 'stoep.png'],
    ['rekening.pdf.exe', 'application/pdf', 'rekening.pdf.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\windows\\system32', 'text/plain', 'system32.txt'],
    ['een\u202Egnp.exe', 'image/png', 'een gnp.png'],
    ['regel\r\nset-cookie: x', 'image/png', 'regel set-cookie x.png'],
    ['..', 'image/png', 'bijlage.png'],
    ['.htaccess', 'text/plain', 'bijlage.txt'],
    ['...stoep.jpg', 'image/jpeg', 'stoep.jpg'],
    ['   ', 'image/png', 'bijlage.png'],
    ['', 'image/png', 'bijlage.png'],
    [null, 'application/pdf', 'bijlage.pdf'],
    ['foto', 'application/x-new', 'foto.bin'],
    ['a'.repeat(300), 'image/png', `${'a'.repeat(80)}.png`],
  ])('of %j', (name, mimeType, expected) => {
    expect(attachmentName(name, mimeType)).toBe(expected);
  });
});
