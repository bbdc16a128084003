// An empty mount point is not an emptied folder.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { identifyFolder, isStandIn } from '../../../src/main/engine/scan/index.ts'
import { tempFolder } from './temp-folder.ts'

const elsewhere = { volumeId: 'uuid:1', pathInVolume: '/elsewhere', isNetwork: false }

describe('a stand-in', () => {
  it('is an empty folder that lies on another volume than the one that was added', async () => {
    expect(await isStandIn(tempFolder(), elsewhere)).toBe(true)
  })

  it('is not the folder itself, even when it was emptied', async () => {
    const folder = tempFolder()
    expect(await isStandIn(folder, await identifyFolder(folder))).toBe(false)
  })

  it('is no folder that holds anything: the user put it there', async () => {
    const folder = tempFolder()
    await mkdir(join(folder, 'sub'))
    await writeFile(join(folder, 'photo.jpg'), 'x')
    expect(await isStandIn(folder, elsewhere)).toBe(false)
  })

  it('is not assumed where nothing is known', async () => {
    const unknown = { volumeId: null, pathInVolume: null, isNetwork: false }
    expect(await isStandIn(tempFolder(), unknown)).toBe(false)
    expect(await isStandIn('/no/such/folder', elsewhere)).toBe(false)
  })
})
