// Checks every promise of the catalogue against the rows, as `shoebox verify` does, and names the broken
// ones. It mends nothing: a broken promise is a bug, and its trace is wanted.
import { unknownTakenAt } from '../../../shared/order-keys.ts'
import type { BrokenInvariant, Catalog } from '../ports/catalogue.ts'
import { albumPromises } from './album-promises.ts'
import { cacheSize, theRow, type Room } from './database.ts'
import { fillInKey } from './fill-in.ts'
import { livePairs } from './pairs.ts'
import { heldSql } from './shows.ts'
import { countRows, noCount } from './tally.ts'
import { hasOlder } from './versions.ts'

const mostExamples = 5
const held = heldSql('upload')
const shownByUpload = `file.is_present = 1 OR ${held}`

// Each finds the rows that break one promise; its first column is the example that is shown.
// That a row's state is legal and carries its data is said by CHECKs, which integrity_check tests.
const promises: readonly { invariant: string; broken: string }[] = [
  {
    invariant: 'a file without content is in a state of its own',
    broken: `SELECT 'file ' || id FROM file
      WHERE content_id IS NULL AND (state NOT IN ('found', 'waiting', 'skipped', 'failed', 'gone')
        OR (state = 'gone') <> (is_present = 0) OR (turn IS NOT NULL AND turn <> 'found'))`,
  },
  {
    invariant: 'a linked file shows the state of its upload for the current account',
    broken: `SELECT 'file ' || file.id FROM file
      LEFT JOIN upload ON upload.content_id = file.content_id AND upload.account_id = account_of(file.content_id)
      WHERE file.content_id IS NOT NULL AND (upload.id IS NULL
        OR file.state <> iif(${shownByUpload}, upload.state, 'gone')
        OR file.turn IS NOT iif(${shownByUpload}, upload.turn, NULL)
        OR file.reason IS NOT iif(${shownByUpload}, upload.reason, NULL)
        OR (file.turn IS NOT NULL AND file.due_at <> upload.due_at))`,
  },
  {
    invariant:
      'an upload is gone exactly when no present file needs it and its bytes were not on their way',
    broken: `SELECT 'upload ' || id FROM upload
      WHERE account_id = account_of(content_id) AND NOT ${held} AND (state = 'gone') = EXISTS (
        SELECT 1 FROM file WHERE file.content_id = upload.content_id AND file.is_present = 1)`,
  },
  {
    invariant: 'what is on its way has a file, or the one that brought it',
    broken: `SELECT 'upload ' || id FROM upload WHERE turn = 'sent' AND brought_by IS NULL
      AND NOT EXISTS (SELECT 1 FROM file WHERE file.content_id = upload.content_id)`,
  },
  {
    invariant: 'only what is on its way remembers who brought it',
    broken: `SELECT 'upload ' || id FROM upload
      WHERE brought_by IS NOT NULL AND turn IS NOT 'sent' AND state <> 'creating'`,
  },
  {
    invariant: 'a done upload has a media item id',
    broken: `SELECT 'upload ' || id FROM upload WHERE state = 'done' AND coalesce(media_item_id, '') = ''`,
  },
  {
    invariant: 'there is one upload for an account and a content',
    broken: `SELECT 'content ' || content_id FROM upload GROUP BY account_id, content_id HAVING count(*) > 1`,
  },
  {
    invariant: 'of the files with the same content exactly one brought it',
    broken: `SELECT 'content ' || content_id FROM file WHERE content_id IS NOT NULL
      GROUP BY content_id HAVING sum(is_duplicate = 0) <> 1`,
  },
  {
    invariant: 'a linked file is as large as its content',
    broken: `SELECT 'file ' || file.id FROM file JOIN content ON content.id = content_id
      WHERE file.size_bytes <> content.size_bytes`,
  },
  {
    invariant: 'a linked file repeats what is known of its content',
    broken: `SELECT 'file ' || file.id FROM file JOIN content ON content.id = content_id
      WHERE file.media_kind IS NOT content.media_kind
        OR file.has_date IS NOT iif(content.media_kind IS NULL, NULL, content.taken_at IS NOT NULL)
        OR (file.taken_at <> coalesce(content.taken_at, ${unknownTakenAt})
          AND NOT EXISTS (SELECT 1 FROM setting WHERE key = '${fillInKey}'))`,
  },
  {
    invariant: 'a reduced copy belongs to one upload',
    broken: `SELECT plan ->> 'rendition' FROM upload
      WHERE is_reduced = 1 AND state IN ('ready', 'sent', 'creating', 'waiting')
      GROUP BY account_id, plan ->> 'rendition' HAVING count(*) > 1`,
  },
  {
    invariant: 'the history ends with the state that is stored',
    broken: `SELECT 'file ' || file.id FROM file JOIN history ON history.seq = file.history_seq
      WHERE history.state <> file.state AND NOT (file.state = 'gone' AND history.upload_id IS NOT NULL)`,
  },
  {
    invariant: 'the history keeps the last of what is done',
    broken: `SELECT 'upload ' || id FROM upload WHERE state = 'done' AND history_seq > 0
      AND NOT EXISTS (SELECT 1 FROM history WHERE seq = history_seq)`,
  },
  {
    invariant: 'an older version has other bytes than its file',
    broken: `SELECT 'file ' || file.id FROM version JOIN file ON file.id = file_id JOIN upload ON upload.id = upload_id
      WHERE upload.content_id = file.content_id`,
  },
  {
    invariant: 'what is left out as a newer version has its older one in the library',
    broken: `SELECT 'file ' || file.id FROM upload JOIN file ON file.content_id = upload.content_id
      JOIN source ON source.id = file.source_id
      WHERE upload.reason = 'changed-version' AND upload.account_id = account_of(upload.content_id)
        AND file.is_present = 1 AND source.is_leaving = 0 AND NOT ${hasOlder('upload.account_id')}`,
  },
  {
    invariant: 'a file is in a folder of its source',
    broken: `SELECT 'file ' || file.id FROM file JOIN folder ON folder.id = folder_id
      WHERE folder.source_id <> file.source_id`,
  },
  {
    invariant: 'the files of a pair lie in one folder',
    broken: `SELECT 'file ' || file.id FROM pair JOIN file ON file.id = pair.file_id
      JOIN file AS still ON still.id = pair.still_id WHERE still.folder_id <> file.folder_id`,
  },
  {
    invariant: 'what is left out for its partner has one that goes',
    broken: `SELECT 'file ' || file.id FROM file JOIN source ON source.id = file.source_id
      WHERE file.reason = 'left-to-partner' AND file.is_present = 1 AND source.is_leaving = 0
        AND NOT EXISTS (SELECT 1 FROM ${livePairs} WHERE pair.file_id = file.id)`,
  },
  ...albumPromises,
  {
    invariant: 'there is one current account',
    broken: `SELECT 'accounts' WHERE (SELECT count(*) FROM account WHERE is_current = 1) <> 1`,
  },
]

/** Prepares nothing: it is asked for rarely. */
export function createVerify({ db, book }: Room): Pick<Catalog, 'verify'> {
  const collect = (invariant: string, examples: Iterable<string>): BrokenInvariant[] => {
    const all = [...examples]
    if (all.length === 0) return []
    return [{ invariant, count: all.length, examples: all.slice(0, mostExamples) }]
  }

  const tallyDifferences = (): string[] => {
    const held = book.counts()
    const counted = countRows(db)
    const differences: string[] = []
    for (const sourceId of new Set([...held.keys(), ...counted.keys()])) {
      const states = new Set([
        ...(held.get(sourceId)?.keys() ?? []),
        ...(counted.get(sourceId)?.keys() ?? []),
      ])
      for (const state of states) {
        const mine = held.get(sourceId)?.get(state) ?? noCount
        const theirs = counted.get(sourceId)?.get(state) ?? noCount
        const isSame = (Object.keys(noCount) as (keyof typeof noCount)[]).every(
          (key) => mine[key] === theirs[key],
        )
        if (!isSame) differences.push(`source ${sourceId} ${state}`)
      }
    }
    return differences
  }

  const sumDifference = (): string[] => {
    const files = theRow(db.prepare<[], number>('SELECT count(*) FROM file').pluck().get())
    let sum = 0
    for (const states of book.counts().values()) {
      for (const count of states.values()) sum += count.files
    }
    return sum === files ? [] : [`${sum} in states, ${files} files`]
  }

  return {
    verify: () => {
      // Index by index the check jumps through the rows; what does not fit into memory is read again and again.
      db.pragma('cache_size = -131072')
      try {
        return check()
      } finally {
        db.pragma(`cache_size = ${cacheSize}`)
        db.pragma('shrink_memory')
      }
    },
  }

  function check(): BrokenInvariant[] {
    return [
      ...collect(
        'the database is sound',
        db
          .prepare<[], string>('SELECT integrity_check FROM pragma_integrity_check')
          .pluck()
          .all()
          .filter((line) => line !== 'ok'),
      ),
      ...collect(
        'every reference has its row',
        db
          .prepare<[], string>(`SELECT "table" || ' row ' || "rowid" FROM pragma_foreign_key_check`)
          .pluck()
          .all(),
      ),
      ...promises.flatMap(({ invariant, broken }) =>
        collect(invariant, db.prepare<[], string>(broken).pluck().all()),
      ),
      ...collect('the states sum up to the files found', sumDifference()),
      ...collect('the tally is what the rows say', tallyDifferences()),
    ]
  }
}
