/** A random UUID (RFC 9562, 5.4). `crypto.randomUUID` is missing in older browsers, and on pages without TLS. */
export function randomUuid(): string {
  return uuidOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** A version 4 UUID of 16 bytes, of which six bits say that it is one. */
export function uuidOf(bytes: Uint8Array): string {
  const marked = Array.from(bytes, (byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte));
  const hex = marked.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
