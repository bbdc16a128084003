// What is said of a card or drive: decided here alone, for the window, the tray and the command. Pure, without words and without
// zod; where the facts come from is engine/card-runs.ts and engine/cards.ts.

/** The photos and videos that are on a card now, by what has become of them. */
export interface CardFigures {
  files: number
  done: number
  /** Still to be backed up. */
  waiting: number
  /** Among `waiting`: those of which somebody is to say which date they get. */
  undecided: number
  skipped: number
  failed: number
}

/** All that can be said of a card. */
export const cardTellings = [
  /** Somebody is asked whether to back it up, while what is on it is still counted, and after that. */
  'counting',
  'asked',
  /** It is in, nothing known of it waits, and it is still being looked through. */
  'looking',
  /** It is in, and part of it is still to be backed up. */
  'going',
  /** It is in, nothing of it waits, and a check reads it. */
  'checking',
  /** It is in, nothing of it waits, and part of it could not be read. */
  'unread',
  /** It is in, and nothing on it is needed any more: it can be taken out. */
  'sent',
  /** It was taken out before all of it was backed up. */
  'away',
] as const
/** One of {@link cardTellings}. */
export type CardTelling = (typeof cardTellings)[number]

/** What tells of a card about which somebody is asked. */
export interface QuestionFacts {
  /** Those that are asked about. */
  files: number
  isCounting: boolean
}

/** What tells of a card that is backed up as a source. */
export interface RunFacts {
  /** Somebody said that it is wanted, and that holds. */
  isWanted: boolean
  isIn: boolean
  /** Whoever asks looks after it; else what the last run left is all that is known. */
  isLookedAfter: boolean
  /** All of it was looked through since it was put in, and nothing on it is known to be another since. */
  isLookedThrough: boolean
  isBeingChecked: boolean
  waiting: number
  /** Places on it that could not be looked into. */
  unreadable: number
}

/** What is said of a card about which somebody is asked; null: nothing. */
export const tellingOfQuestion = ({ files, isCounting }: QuestionFacts): CardTelling | null =>
  // There may be nothing to back up on it.
  files === 0 ? null : isCounting ? 'counting' : 'asked'

/** What is said of a card that is backed up; null: nothing, as it is out and done, or nobody wants it. */
export function tellingOfRun(facts: RunFacts): CardTelling | null {
  const { isWanted, isIn, isLookedAfter, isLookedThrough, isBeingChecked } = facts
  if (!isWanted) return null
  if (!isIn) return facts.waiting > 0 || !isLookedThrough ? 'away' : null
  if (facts.waiting > 0) return 'going'
  if (!isLookedAfter) return null
  if (!isLookedThrough) return 'looking'
  if (isBeingChecked) return 'checking'
  return facts.unreadable > 0 ? 'unread' : 'sent'
}
