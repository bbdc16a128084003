// Cards and drives that are put in: what can be answered, and what one is called. Pure, without zod; what each answer does
// is engine/cards.ts, the sentences are the window's and the shell's own.

/** What can be answered when a card is put in. */
export const cardAnswers = ['always', 'once', 'never'] as const
/** One of {@link cardAnswers}. */
export type CardAnswer = (typeof cardAnswers)[number]

/** What a card or drive is. */
export const cardKinds = ['card', 'drive'] as const

/** What tells one card from another for people. */
export interface CardName {
  kind: (typeof cardKinds)[number]
  /** What the volume is called; '' where it has no name. */
  label: string
  /** Whose folders are on it; null: not known. */
  camera: string | null
}

/** By what follows the number of its folders (JEITA CP-3461, 3.2: five free letters), as the makers write them. */
const cameras: readonly (readonly [RegExp, string])[] = [
  [/^EOS/, 'EOS'],
  [/^CANON$/, 'Canon'],
  [/^MSDCF$/, 'Sony'],
  [/^(?:NIKON|NCD\w\w|ND\w{3}|NZ\w{3})$/, 'Nikon'],
  [/^GOPRO$/, 'GoPro'],
  [/^OLYMP$/, 'Olympus'],
  [/^OMSYS$/, 'OM System'],
  [/^_PANA$/, 'Panasonic'],
  [/^_FUJI$/, 'Fujifilm'],
  [/^(?:PENTX|_PENT)$/, 'Pentax'],
  [/^RICOH$/, 'Ricoh'],
  [/^LEICA$/, 'Leica'],
  [/^SIGMA$/, 'Sigma'],
  [/^CASIO$/, 'Casio'],
  [/^APPLE$/, 'Apple'],
]

/** Whose card it is, by its own label where a camera gave it one, and by the camera's folder; null: neither says. */
export function cameraOf(label: string, cameraFolder: string | null): string | null {
  if (/^EOS_DIGITAL$/i.test(label)) return 'EOS'
  const letters = cameraFolder?.slice(3).toUpperCase() ?? ''
  return cameras.find(([fits]) => fits.test(letters))?.[1] ?? null
}

/** What it is called, at the beginning of a sentence. */
export function cardName({ kind, label, camera }: CardName): string {
  if (kind === 'drive') return label === '' ? 'Drive' : `Drive “${label}”`
  if (camera !== null) return `${camera} card`
  return label === '' ? 'Camera card' : `Card “${label}”`
}
