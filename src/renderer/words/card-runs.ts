// Words of cards and drives that are backed up, on Home: how far each is, and whether it can be taken out. What is said of which
// is shared/card-told.ts.
import type { CardRun } from '../../shared/card-schemas.ts'
import type { CardTelling } from '../../shared/card-told.ts'
import type { Format } from '../format.ts'

/** The words of cards that are backed up. */
export function cardRunWords(f: Format) {
  const photos = (count: number): string => f.plural(count, { one: '# photo', other: '# photos' })
  const thing = ({ kind }: CardRun): string => (kind === 'card' ? 'card' : 'drive')
  const share = ({ done, files }: CardRun): string => `${f.number(done)} of ${f.number(files)}`
  /** What does not go, and why, of all that is on it; '' where nothing is. */
  const exceptions = ({ undecided, skipped, failed }: CardRun): string =>
    [
      ...(undecided > 0
        ? [f.plural(undecided, { one: '# waits for a date', other: '# wait for a date' })]
        : []),
      ...(skipped > 0
        ? [f.plural(skipped, { one: '# was left out', other: '# were left out' })]
        : []),
      ...(failed > 0 ? [`${f.number(failed)} could not be backed up`] : []),
    ].join(', ')
  const andThese = (card: CardRun): string => {
    const text = exceptions(card)
    return text === '' ? '.' : `; ${text}.`
  }

  const sent = (card: CardRun): string => {
    if (card.files === 0)
      return `There is nothing to back up on it; you can take the ${thing(card)} out.`
    if (card.skipped + card.failed === 0)
      return `Everything is sent; you can take the ${thing(card)} out.`
    return `${share(card)} are in Google Photos${andThese(card)} Nothing else of it is to be sent; you can take the ${thing(card)} out.`
  }
  const away = ({ waiting, isLookedThrough }: CardRun): string => {
    const again = 'it goes on when it comes back'
    if (waiting === 0)
      return `Away. It was taken out before all of it was looked through; ${again}.`
    return `Away. ${isLookedThrough ? '' : 'At least '}${photos(waiting)} still to go; ${again}.`
  }

  return {
    told: (card: CardRun): string | null => {
      const words: Record<CardTelling, () => string | null> = {
        // These are questions.
        counting: () => null,
        asked: () => null,
        looking: () => `The ${thing(card)} is being looked through.`,
        going: () =>
          `${share(card)} ${card.isLookedThrough ? '' : 'found so far '}in Google Photos${andThese(card)}`,
        checking: () => 'It is being checked, and read for that: leave it in until that is done.',
        unread: () =>
          `${share(card)} in Google Photos${andThese(card)} Part of it could not be read: Problems says what.`,
        sent: () => sent(card),
        away: () => away(card),
      }
      return card.told === null ? null : words[card.told]()
    },
    progress: (name: string) => `Progress of ${name}`,
    watch: 'Show the check',
  }
}
