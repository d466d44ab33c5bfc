/** A posted body with the headers that are needed to read and re-check it later, as one run of bytes. */
export interface KeptRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

/** Layout: length of the header JSON (4 bytes, big endian), header JSON, body. */
export function packRequest(request: KeptRequest): Buffer {
  const headers = Buffer.from(JSON.stringify(request.headers));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headers.length);
  return Buffer.concat([length, headers, request.rawBody]);
}

/** @throws when the bytes are not a packed request */
export function unpackRequest(bytes: Buffer): KeptRequest {
  const length = bytes.readUInt32BE(0);
  const headers = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Record<string, string>;
  return { headers, rawBody: bytes.subarray(4 + length) };
}
