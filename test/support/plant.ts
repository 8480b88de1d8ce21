import { createHash } from 'node:crypto';

/** Secrets of every shape, none of them real, and a look-out for any piece of them. */
export interface Plants {
  /** 40 characters as AWS makes them. */
  readonly secret: (place: string) => string;
  /** A session token by its beginning and length. */
  readonly token: (place: string) => string;
  /** Three parts of base64, as of an identity provider. */
  readonly jwt: (place: string) => string;
  /** Of no shape that gives it away. */
  readonly word: (place: string) => string;
  /** The plants of which a piece shows in the text, by their place. */
  readonly foundIn: (text: string) => readonly string[];
}

/** As much of a secret as nobody prints by accident. */
const pieceLength = 8;

export function createPlants(): Plants {
  const places = new Map<string, string>();
  const plant = (place: string, value: string) => {
    for (const piece of piecesOf(value)) places.set(piece, place);
    return value;
  };
  return {
    secret: (place) => plant(place, random(`secret of ${place}`, 40)),
    token: (place) => plant(place, `IQoJb3JpZ2lu${random(`token of ${place}`, 300)}`),
    jwt: (place) => {
      const [header, payload, signature] = ['header', 'payload', 'signature'].map((part) =>
        random(`${part} of ${place}`, 60).replace(/[+/]/g, 'x'),
      );
      return plant(place, `eyJ${header ?? ''}.${payload ?? ''}.${signature ?? ''}`);
    },
    word: (place) => plant(place, `pw-${random(`word of ${place}`, 14).replace(/[+/]/g, 'x')}`),
    foundIn: (text) => {
      const found = new Set<string>();
      for (const [word] of text.matchAll(/[\w+/.-]{8,}/g)) {
        for (let at = 0; at + pieceLength <= word.length; at++) {
          const place = places.get(word.slice(at, at + pieceLength));
          if (place !== undefined) found.add(place);
        }
      }
      return [...found];
    },
  };
}

function random(seed: string, length: number): string {
  let text = '';
  for (let count = 0; text.length < length; count++) {
    text += createHash('sha256').update(`${seed} ${count}`).digest('base64').replace(/=+$/, '');
  }
  return text.slice(0, length);
}

/** Every run of the length; what all plants of a kind begin with tells nothing. */
function piecesOf(value: string): readonly string[] {
  const from = /^(IQoJb3JpZ2lu|eyJ|pw-)?/.exec(value)?.[0].length ?? 0;
  const pieces: string[] = [];
  for (let at = from; at + pieceLength <= value.length; at++) pieces.push(value.slice(at, at + pieceLength));
  return pieces;
}
