/** Small files of many kinds, as their first bytes say. None of them runs. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
export const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
export const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1');
export const OGG_VOICE = Buffer.concat([
  Buffer.from('4f676753000200000000000000000000000000000000000000000113', 'hex'),
  Buffer.from('OpusHead', 'latin1'),
  Buffer.alloc(11, 1),
]);
export const MP4 = Buffer.concat([
  Buffer.from('0000001866747970', 'hex'),
  Buffer.from('isom\x00\x00\x02\x00isomiso2', 'latin1'),
]);
export const WINDOWS_PROGRAM = Buffer.concat([Buffer.from('MZ', 'latin1'), Buffer.alloc(200)]);
export const LINUX_PROGRAM = Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(200)]);
export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const XML_SVG = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
export const HTML = Buffer.from('  \n<!doctype html><script>alert(1)</script>');
export const SHELL_SCRIPT = Buffer.from('#!/bin/sh\nrm -rf ~\n');
export const TEXT = Buffer.from('Geachte, de lamp is stuk – al drie dagen. Groeten, Mia\r\n');
/** A text document of Word, made with Python's zipfile. */
export const DOCX = Buffer.from(
  'UEsDBBQAAAAIACAhe13GEnoHrAAAAPEAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbF2Puw7CMAxFf6XKihoXBgaUlIEdGPgBK3HbiOahJBT4exKQOjBax/dcWxxfdm4Wisl4J9mWd+zYi9s7UGoKcUmyKedwAEhqIouJ+0CukMFHi7mMcYSA6o4jwa7r9qC8y+Rym6uD9eJS5NFoaq4Y8xktSQZPHzVorx62bPJiY83pF6vNkmEIs1GYy02wOP3X2fphMIrWfLWF6BWlZNxoZ74Si8Ztqh56Ad+n+g9QSwMEFAAAAAgAICF7XRbDehkGAAAABAAAABEAAAB3b3JkL2RvY3VtZW50LnhtbLMp17cDAFBLAQIUAxQAAAAIACAhe13GEnoHrAAAAPEAAAATAAAAAAAAAAAAAACAAQAAAABbQ29udGVudF9UeXBlc10ueG1sUEsBAhQDFAAAAAgAICF7XRbDehkGAAAABAAAABEAAAAAAAAAAAAAAIAB3QAAAHdvcmQvZG9jdW1lbnQueG1sUEsFBgAAAAACAAIAgAAAABIBAAAAAA==',
  'base64',
);
/** An archive with a program in it. */
export const ZIP = Buffer.from(
  'UEsDBBQAAAAIACAhe11dm7CPBAAAAAIAAAAJAAAAc2V0dXAuZXhl840CAFBLAQIUAxQAAAAIACAhe11dm7CPBAAAAAIAAAAJAAAAAAAAAAAAAACAAQAAAABzZXR1cC5leGVQSwUGAAAAAAEAAQA3AAAAKwAAAAAA',
  'base64',
);

export async function* streamOf(...parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
