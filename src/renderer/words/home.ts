// Words of the Home screen beside the status card.
import type { ActiveFile } from '../../shared/status.ts'
import type { Format } from '../format.ts'

/** The words of Home. */
export function homeWords(f: Format) {
  return {
    title: 'Home',
    onTheWay: 'On the way',
    phase: {
      fingerprinting: 'Reading',
      preparing: 'Reducing',
      sending: 'Uploading',
      creating: 'Finishing',
    } satisfies Record<ActiveFile['phase'], string>,
    fileProgress: (name: string) => `Progress of ${name}`,
    speed: 'Speed',
    speedChart: (now: string, peak: string) =>
      `Upload speed over the last ten minutes: now ${now}, at most ${peak}.`,
    speedUnknown: 'The speed shows after a few seconds of uploading.',
    tenMinutes: 'Last ten minutes',
    atMost: (rate: string) => `at most ${rate}`,
    counters: {
      title: 'Your photos',
      done: 'Backed up',
      inLine: 'Waiting to upload',
      skipped: 'Skipped',
      failed: 'Problems',
      duplicates: (count: number) =>
        f.plural(count, {
          one: '# is a copy of another, stored once',
          other: '# are copies of others, stored once',
        }),
      show: 'Show in history',
    },
    recent: 'Recently backed up',
    recentEmpty: 'Photos appear here as soon as they are in Google Photos.',
    seeAll: 'See all',
    details: 'Google account',
    storage: 'Google storage',
    storageUsed: (used: number, limit: number) => `${f.storage(used)} of ${f.storage(limit)} used`,
    storageUnlimited: (used: number) => `${f.storage(used)} used`,
    storageAge: (at: number, now: number) => `As of ${f.ago(at, now) ?? 'just now'}`,
    storageUnknown: 'Not known yet',
    storageShort: (missing: number) =>
      `Not enough room for what is left: ${f.storage(missing)} short.`,
    manageStorage: 'Free up space',
    requests: 'Requests left today',
    requestsLeft: (left: number, limit: number) => `${f.number(left)} of ${f.number(limit)}`,
    requestsText: (resetsAt: number, now: number) =>
      `Google allows Shoebox so many requests a day, a little more than one for a photo. They are full again from ${f.clock(resetsAt, now)}.`,
    requestsShared: 'Something else uses this client, too.',
    coverage: 'Is everything safe?',
  }
}
