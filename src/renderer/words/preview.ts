// Words of the preview: what a backup would do, before it does anything.
import type { CarriedSource } from '../../shared/photo-dates.ts'
import type { Outcome } from '../../shared/rehearsal.ts'
import type {
  Rehearsal,
  RehearsalStage,
  RehearsedAlbums,
  RehearsedFile,
} from '../../shared/rehearsal-schemas.ts'
import type { Format } from '../format.ts'

const carriedFrom: Record<CarriedSource, string> = {
  'exif-original': 'from the photo',
  'exif-digitized': 'from the photo',
  'exif-changed': 'from the photo',
  'apple-creation': 'from the video',
  'movie-header': 'from the video',
  xmp: 'from the photo',
}

const undatedBecause: Record<NonNullable<RehearsedFile['undated']>, string> = {
  left: 'carries no date',
  unknown: 'carries no date, and nothing tells one',
  format: 'carries no date, and its type takes none',
  'no-room': 'carries no date, and has no room for one',
  'not-proved': 'carries no date, and none can be added safely',
}

/** The words of the preview. */
export function previewWords(f: Format) {
  const photos = (count: number): string =>
    f.plural(count, { one: '# photo or video', other: '# photos and videos' })
  return {
    action: 'Preview',
    title: (name: string | null) =>
      name === null ? 'What a backup would do' : `What a backup of “${name}” would do`,
    lead: 'Your files are only looked at. Nothing is sent, and nothing is kept of it.',
    stage: (stage: RehearsalStage, found: number): string =>
      stage.does === 'looking'
        ? `Looking through your photos: ${photos(found)} so far`
        : `Measuring smaller copies: ${f.number(stage.measured)} of ${f.number(stage.of)}`,
    /** Said aloud once for each of them. */
    steps: {
      looking: 'Looking through your photos…',
      measuring: 'Measuring smaller copies…',
      done: 'The preview is complete.',
    },
    failed: 'The preview could not be made',
    figures: {
      sent: 'Would be sent',
      dates: 'Dates',
      captions: 'Captions',
      requests: 'Requests to Google',
    },
    sent: ({ bytes, spreadBytes, outcomes: { goes } }: Rehearsal): string =>
      spreadBytes === 0
        ? `${photos(goes.files)}, ${f.bytes(bytes)}`
        : `${photos(goes.files)}, about ${f.bytes(bytes)} (${f.bytes(Math.max(0, bytes - spreadBytes))} to ${f.bytes(bytes + spreadBytes)})`,
    reduced: ({ reduced }: Rehearsal): string =>
      f.plural(reduced.files, {
        one: '# of them as a smaller copy',
        other: '# of them as smaller copies',
      }),
    dates: ({ outcomes, datesAdded, undated }: Rehearsal): string =>
      f.list([
        f.plural(outcomes.goes.files - datesAdded - undated, {
          one: '# carries its own',
          other: '# carry their own',
        }),
        ...(datesAdded > 0
          ? [f.plural(datesAdded, { one: '# gets one', other: '# get one' })]
          : []),
        ...(undated > 0
          ? [
              f.plural(undated, {
                one: '# would lie on the day of the upload',
                other: '# would lie on the day of the upload',
              }),
            ]
          : []),
      ]),
    captions: (count: number) =>
      f.plural(count, { one: '# photo has one', other: '# photos have one' }),
    requests: ({ uploads, creates, days }: Rehearsal): string => {
      const requests = `About ${f.number(uploads + creates)}`
      return days <= 1
        ? `${requests}, which one day allows`
        : `${requests}, which takes ${f.number(days)} days`
    },
    albums: {
      title: 'Albums',
      sum: ({ new: fresh, there }: RehearsedAlbums): string =>
        f.list([
          ...(fresh > 0
            ? [f.plural(fresh, { one: '# album would be made', other: '# albums would be made' })]
            : []),
          ...(there > 0
            ? [f.plural(there, { one: '# would get more', other: '# would get more' })]
            : []),
        ]),
      requests: ({ creates, batches }: RehearsedAlbums): string =>
        creates === 0
          ? f.plural(batches, {
              one: 'Their photos fall into # batch of up to 50.',
              other: 'Their photos fall into # batches of up to 50.',
            })
          : `${f.plural(creates, {
              one: '# request makes them',
              other: '# requests make them',
            })}, and their photos fall into ${f.plural(batches, {
              one: '# batch of up to 50.',
              other: '# batches of up to 50.',
            })}`,
      row: (title: string, isNew: boolean): string =>
        isNew ? `“${title}”, new` : `“${title}”, there already`,
      photos,
      told: 'It says where it lies, because another folder has the same name.',
      more: (count: number): string =>
        f.plural(count, {
          one: '# more is counted and not listed.',
          other: '# more are counted and not listed.',
        }),
    },
    groups: {
      goes: 'Would be sent',
      done: 'In Google Photos already',
      copy: 'Same as another',
      skipped: 'Left out',
      failed: 'Failed',
    } satisfies Record<Outcome, string>,
    group: (name: string, count: number) => `${name}: ${f.number(count)}`,
    choose: 'Show the photos by what happens to them',
    list: (name: string) => `Photos: ${name}`,
    none: 'None.',
    more: (count: number) =>
      f.plural(count, {
        one: '# more is counted and not listed.',
        other: '# more are counted and not listed.',
      }),
    row: {
      smaller: 'as a smaller copy',
      date: (date: string, source: CarriedSource) => `${date}, ${carriedFrom[source]}`,
      undated: (why: NonNullable<RehearsedFile['undated']>) =>
        `Day of the upload: ${undatedBecause[why]}`,
      caption: (text: string) => `Caption: “${text}”`,
      copy: 'The same bytes go with another file.',
      done: 'Nothing is sent again.',
    },
    beside: ({ otherFiles, links, unreadable, away }: Rehearsal): string[] => [
      ...(otherFiles > 0
        ? [
            f.plural(otherFiles, {
              one: '# other file, neither photo nor video.',
              other: '# other files, neither photos nor videos.',
            }),
          ]
        : []),
      ...(links > 0
        ? [f.plural(links, { one: '# link is not followed.', other: '# links are not followed.' })]
        : []),
      ...(unreadable > 0
        ? [
            f.plural(unreadable, {
              one: '# folder or file could not be looked into.',
              other: '# folders or files could not be looked into.',
            }),
          ]
        : []),
      ...away.map((path) => `“${path}” is not connected.`),
    ],
    unknown:
      'What is in Google Photos from another folder or program, and whether Google takes each file, shows only when it is sent. Trouble on the way takes more requests.',
  }
}
