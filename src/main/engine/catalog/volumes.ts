// What is remembered of cards and drives that were put in. Whether one that is in now is one of these is sources/volume-memory.ts.
import type { CardAnswer } from '../../../shared/cards.ts'
import type { RememberedVolume, VolumeStore } from '../ports/volumes.ts'
import { theRow, type Room } from './database.ts'
import { createNames } from './names.ts'

interface Row extends Omit<RememberedVolume, 'holds'> {
  holds: number
}

/** More cards than anybody has; each that a camera formats anew is another one. */
const mostKept = 500

const isWanted = (answer: CardAnswer, holds: boolean): boolean =>
  answer === 'always' || (answer === 'once' && holds)

/** Prepares the statements. */
export function createVolumes({
  db,
  write,
}: Room): Omit<VolumeStore, 'isBackedUp' | 'presentTally'> {
  const all = db.prepare<[], Row>(
    `SELECT id AS rowId, kind, volume_id AS volumeId, label, size_bytes AS sizeBytes, camera_folder AS cameraFolder, answer,
       holds, source_id AS sourceId, last_seen_at AS lastSeenAt
     FROM volume ORDER BY last_seen_at DESC, id DESC`,
  )
  const put = db
    .prepare<[Omit<Row, 'rowId'> & { rowId: number | null }], number>(
      `INSERT INTO volume (id, kind, volume_id, label, size_bytes, camera_folder, answer, holds, source_id, last_seen_at)
       VALUES (@rowId, @kind, @volumeId, @label, @sizeBytes, @cameraFolder, @answer, @holds, @sourceId, @lastSeenAt)
       ON CONFLICT (id) DO UPDATE SET kind = @kind, volume_id = @volumeId, label = @label, size_bytes = @sizeBytes,
         camera_folder = @cameraFolder, answer = @answer, holds = @holds, source_id = @sourceId, last_seen_at = @lastSeenAt
       RETURNING id`,
    )
    .pluck()
  const letGo = db.prepare<[number]>('UPDATE volume SET source_id = NULL WHERE source_id = ?')
  const forget = db.prepare<[number]>('DELETE FROM volume WHERE source_id = ?')
  const prune = db.prepare<[number]>(
    `DELETE FROM volume WHERE source_id IS NULL AND id NOT IN
       (SELECT id FROM volume ORDER BY last_seen_at DESC, id DESC LIMIT ?)`,
  )
  const read = (): RememberedVolume[] =>
    all.all().map((row) => ({ ...row, holds: row.holds === 1 }))
  // Asked at each look of each source.
  let kept = read()

  const rememberedVolumes = (): RememberedVolume[] => kept

  return {
    rememberedVolumes,
    nameOf: createNames({ rememberedVolumes }),
    rememberVolume(volume, rowId) {
      const id = write(() => {
        if (volume.sourceId !== null) letGo.run(volume.sourceId)
        const stored = put.get({
          ...volume,
          rowId: rowId ?? null,
          holds: volume.holds ? 1 : 0,
          sizeBytes: Math.round(volume.sizeBytes),
          lastSeenAt: Math.round(volume.lastSeenAt),
        })
        prune.run(mostKept)
        return theRow(stored)
      })
      kept = read()
      return id
    },
    forgetVolumeOf(sourceId) {
      write(() => forget.run(sourceId))
      kept = read()
    },
    volumeOf(sourceId) {
      const volume = kept.find((one) => one.sourceId === sourceId)
      if (volume === undefined) return null
      return isWanted(volume.answer, volume.holds) ? 'wanted' : 'rests'
    },
  }
}
