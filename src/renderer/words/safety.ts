// Words of "Is everything safe?".
import type { Format } from '../format.ts'
import type { Safety, Verdict } from '../state/safety.ts'
import { sentences } from './conditions.ts'

/** The words of "Is everything safe?". */
export function safetyWords(f: Format) {
  const unread = (places: number): string =>
    f.plural(places, {
      one: '# place could not be looked into',
      other: '# places could not be looked into',
    })
  const answers: Record<Verdict, (safety: Safety) => string> = {
    safe: ({ photos }) =>
      f.plural(photos, {
        one: 'Yes. The one photo is safe.',
        other: 'Yes. All # photos are safe.',
      }),
    doubtful: ({ photos, doubtful }) =>
      `${f.plural(photos, {
        one: 'The one photo is backed up',
        other: 'All # photos are backed up',
      })}, but ${f.plural(doubtful, { one: '# may be damaged', other: '# may be damaged' })}.`,
    unreadable: ({ photos, places }) =>
      photos === 0
        ? `${unread(places)}.`
        : `${f.plural(photos, {
            one: 'The one photo that can be read is backed up',
            other: 'All # photos that can be read are backed up',
          })}; ${unread(places)}.`,
    'not-yet': ({ photos, done }) =>
      `Not yet: ${f.number(photos - done)} of ${f.plural(photos, { one: '# photo', other: '# photos' })} ${
        photos - done === 1 ? 'is' : 'are'
      } not backed up.`,
    unseen: ({ unseen }) =>
      `Not yet: ${f.plural(unseen, {
        one: '# folder has not been looked through.',
        other: '# folders have not been looked through.',
      })}`,
    nothing: () => 'There is no photo to back up.',
  }
  return {
    title: 'Is everything safe?',
    lead: 'Your folders, the share that is in Google Photos, and what keeps the rest.',
    /** The answer, with what it leaves open. */
    verdict: (verdict: Verdict, safety: Safety): string =>
      sentences(
        answers[verdict](safety),
        safety.notPhotos === 0
          ? null
          : f.plural(safety.notPhotos, {
              one: '# file is no photo.',
              other: '# files are no photos.',
            }),
      ),
    unread,
    otherFiles: (count: number) => f.plural(count, { one: '# other file', other: '# other files' }),
    links: (count: number) =>
      f.plural(count, { one: '# link not followed', other: '# links not followed' }),
    none: 'There is nothing to back up yet',
    sides:
      'Photos that you delete here stay in Google Photos, and what you delete there stays here; Shoebox does not back it up again.',
    tree: 'Folders',
    share: (done: number, files: number) => `${f.number(done)} of ${f.number(files)}`,
    expand: (name: string) => `Open ${name}`,
    collapse: (name: string) => `Close ${name}`,
    showFiles: (name: string) => `Show what is missing in ${name}`,
    showMissing: 'Show',
    verify: 'Check Shoebox’s records',
    verified: (files: number) =>
      `${f.plural(files, { one: '# file', other: '# files' })} checked. Records are fine.`,
    broken: (count: number) =>
      f.plural(count, {
        one: 'The check found # contradiction. Please save a support file and report it.',
        other: 'The check found # contradictions. Please save a support file and report it.',
      }),
  }
}
