// Words of cards and drives that are put in: the question on Home, and the answers under Folders.
import type { CardQuestion, RememberedCard } from '../../shared/card-schemas.ts'
import { cardName, type CardAnswer, type CardName } from '../../shared/cards.ts'
import type { Format } from '../format.ts'

/** The words of cards. */
export function cardWords(f: Format) {
  const answers = {
    always: 'Always',
    once: 'This time',
    never: 'Never for this card',
  } satisfies Record<CardAnswer, string>
  const thing = ({ kind }: CardName): string => (kind === 'card' ? 'card' : 'drive')
  return {
    name: (card: CardName) => cardName(card),
    question: (card: CardName) => `${cardName(card)}: back up?`,
    figures: ({ files, bytes, known, isCounting, isWhole }: CardQuestion) => {
      const media =
        known > 0
          ? f.plural(files, { one: '# new photo or video', other: '# new photos and videos' })
          : f.plural(files, { one: '# photo or video', other: '# photos and videos' })
      const found = `${media}, ${f.bytes(bytes)}`
      if (isCounting) return `${found} so far`
      return isWhole ? found : `At least ${found}`
    },
    /** Those beside them, by what tells that they went; null: there are none. */
    known: ({ known }: CardQuestion): string | null =>
      known === 0
        ? null
        : f.plural(known, {
            one: '# more was backed up from it before, by its name, size and time.',
            other: '# more were backed up from it before, by their names, sizes and times.',
          }),
    text: (card: CardQuestion): string => {
      const { answered, looksLike } = card
      if (answered === null || (answered !== 'once' && !looksLike))
        return `What Shoebox has backed up already is not sent again. Nothing on the ${thing(card)} is changed.`
      if (!looksLike)
        return `You backed it up before, for that time. Nothing on the ${thing(card)} is changed.`
      const whose = card.camera === null ? '' : `${card.camera} `
      const known = card.kind === 'card' ? `your ${whose}card` : 'a drive that you know'
      return `It looks like ${known}, formatted anew perhaps. For that you chose “${answers[answered]}”.`
    },
    answers,
    never: ({ kind }: CardName) => (kind === 'card' ? answers.never : 'Never for this drive'),
    alwaysText: '“Always” starts by itself whenever it is put in.',
    said: (card: CardName, answer: CardAnswer): string => {
      const name = cardName(card)
      switch (answer) {
        case 'always':
          return `${name}: backed up now, and whenever it is put in.`
        case 'once':
          return `${name}: backed up this time.`
        case 'never':
          return `${name}: not asked about again. Folders can change that.`
      }
    },
    listTitle: 'Cards and drives',
    listText: 'What happens when one of these is put in.',
    seen: ({ isIn, lastSeenAt }: RememberedCard, now: number): string =>
      isIn ? 'It is in now' : `Last in ${f.ago(lastSeenAt, now) ?? 'just now'}`,
    label: ({ label }: CardName) => label,
    onArrival: (card: CardName) => `When ${cardName(card)} is put in`,
    choices: {
      always: 'Back up at once',
      once: 'Ask each time',
      never: 'Nothing',
    } satisfies Record<CardAnswer, string>,
    leaveTitle: (card: CardName) => `${cardName(card)}: take it out of the backup?`,
    leaveText:
      'Its folder here goes, with what is known of its files. The card itself and what is already in Google Photos stay as they are.',
    leave: 'Take it out',
  }
}
