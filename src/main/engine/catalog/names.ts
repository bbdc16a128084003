// What each source is called: a card or drive by what it is, as its mount point says little and another one may have it tomorrow;
// every other one by its folder. Pure.
import { cameraOf, cardName } from '../../../shared/cards.ts'
import { sourceName } from '../../../shared/source-name.ts'
import type { RememberedVolume, VolumeStore } from '../ports/volumes.ts'

/** The names of the sources that are cards, by their ids; of one name the later ones are numbered. */
export function cardNames(volumes: readonly RememberedVolume[]): Map<number, string> {
  const names = new Map<number, string>()
  const met = new Map<string, number>()
  const cards = volumes.flatMap(({ sourceId, ...volume }) =>
    sourceId === null ? [] : [{ sourceId, ...volume }],
  )
  for (const { sourceId, kind, label, cameraFolder } of cards.sort(byId)) {
    const name = cardName({ kind, label, camera: cameraOf(label, cameraFolder) })
    const before = met.get(name) ?? 0
    met.set(name, before + 1)
    names.set(sourceId, before === 0 ? name : `${name} ${before + 1}`)
  }
  return names
}

const byId = (one: { sourceId: number }, other: { sourceId: number }): number =>
  one.sourceId - other.sourceId

/** Makes what names them. */
export function createNames(
  volumes: Pick<VolumeStore, 'rememberedVolumes'>,
): (sourceId: number, path: string) => string {
  let of: readonly RememberedVolume[] | null = null
  let names = new Map<number, string>()
  return (sourceId, path) => {
    const now = volumes.rememberedVolumes()
    if (now !== of) names = cardNames((of = now))
    return names.get(sourceId) ?? sourceName(path)
  }
}
