import { mkdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as linux from '../../../src/main/engine/scan/volumes-linux.ts'
import * as macos from '../../../src/main/engine/scan/volumes-macos.ts'
import {
  createRemovable,
  isPulled,
  lettered,
} from '../../../src/main/engine/scan/removable-windows.ts'
import * as windows from '../../../src/main/engine/scan/volumes-windows.ts'
import { posixDescribe, posixIt } from '../../builders/posix.ts'
import { tempFolder } from './temp-folder.ts'

describe('volumes on Linux', () => {
  const mounts = linux.parseMountInfo(`\
22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:30 /@home /home rw shared:2 - btrfs /dev/mapper/home rw,subvol=/@home
40 22 8:17 / /media/me/My\\040Card rw,nosuid shared:3 master:9 - exfat /dev/sdb1 rw
41 22 0:50 / /mnt/nas rw - nfs4 nas:/photos rw,vers=4.2
42 22 0:51 / /mnt/phone rw - fuse.sshfs me@phone:/ rw
43 22 8:33 / /mnt/shadow rw - ext4 /dev/sdc1 rw
44 43 0:60 / /mnt/shadow rw - tmpfs tmpfs rw
45 22 8:2 /srv/photos /photos rw - ext4 /dev/sda2 rw
46 22 8:49 / /media/me/CARD rw - vfat /dev/sdd1 rw
not a line
`)
  const uuids = new Map([
    ['/dev/sda2', 'root-uuid'],
    ['/dev/mapper/home', 'home-uuid'],
    ['/dev/sdb1', '4A21-0FF3'],
    ['/dev/sdc1', 'shadow-uuid'],
    ['/dev/sdd1', '0000-0000'],
  ])
  const identify = (path: string) => {
    const mount = linux.findMount(mounts, path)
    return mount && linux.toIdentity(mount, path, uuids)
  }
  const find = (volumeId: string, pathInVolume: string) =>
    linux.findPlaces(mounts, uuids, { volumeId, pathInVolume })

  it.each([
    ['/media/me/My Card/DCIM', 'uuid:4A21-0FF3', '/DCIM', false],
    ['/media/me/My Card', 'uuid:4A21-0FF3', '/', false],
    ['/media/me/My Cardboard', 'uuid:root-uuid', '/media/me/My Cardboard', false],
    ['/home/me/Pictures', 'uuid:home-uuid', '/@home/me/Pictures', false],
    ['/photos/2024', 'uuid:root-uuid', '/srv/photos/2024', false],
    ['/mnt/nas/2024', 'share:nas:/photos', '/2024', true],
    ['/mnt/phone/DCIM', null, '/DCIM', true],
    ['/mnt/shadow/x', null, '/x', false],
    // A number that many have tells none from another.
    ['/media/me/CARD', null, '/', false],
  ])('knows %s', (path, volumeId, pathInVolume, isNetwork) => {
    expect(identify(path)).toEqual({ volumeId, pathInVolume, isNetwork })
  })

  it('finds a folder wherever its volume is mounted now', () => {
    expect(find('uuid:4A21-0FF3', '/DCIM')).toEqual(['/media/me/My Card/DCIM'])
    expect(find('uuid:root-uuid', '/srv/photos/2024')).toEqual(['/srv/photos/2024', '/photos/2024'])
    expect(find('share:nas:/photos', '/2024')).toEqual(['/mnt/nas/2024'])
  })

  it('finds nothing on volumes that are away, outside a mounted part, or hidden by another', () => {
    expect(find('uuid:other', '/DCIM')).toEqual([])
    expect(find('uuid:home-uuid', '/@snapshots/1')).toEqual([])
    expect(find('uuid:shadow-uuid', '/x')).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('the UUIDs of devices on Linux', () => {
  it('are known under every name that a mount gives a device', async () => {
    const folder = tempFolder()
    symlinkSync('/dev/null', join(folder, 'AAAA-0001'))
    // One name of a device leads to another.
    symlinkSync('/proc/self/fd', join(folder, 'BBBB-0002'))
    symlinkSync('/dev/gone', join(folder, 'CCCC-0003'))
    const sources = ['/dev/null', '/dev/fd', '/dev/gone', '/dev/zero', 'tmpfs']
    const mounts = sources.map((source) => ({ source }))
    const uuids = await linux.readUuids(mounts, folder)
    expect(sources.map((source) => uuids.get(source))).toEqual([
      ...['AAAA-0001', 'BBBB-0002', undefined, undefined, undefined],
    ])
    expect(await linux.readUuids(mounts, join(folder, 'none'))).toEqual(new Map())
  })
})

describe('volumes on macOS', () => {
  const mounts = macos.parseMounts(`\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
/dev/disk4s1 on /Volumes/Photos (old) (exfat, local, nodev, nosuid, noowners)
//me@nas._smb._tcp.local/photos on /Volumes/photos (smbfs, nodev, nosuid, mounted by me)
`)

  it.each([
    ['/Users/me/Pictures', '/dev/disk3s5', '/Users/me/Pictures', 'apfs'],
    ['/Volumes/Photos (old)/DCIM', '/dev/disk4s1', '/DCIM', 'exfat'],
    ['/Volumes/photos', '//me@nas._smb._tcp.local/photos', '/', 'smbfs'],
  ])('knows the mount of %s', (path, source, pathInVolume, type) => {
    const found = macos.findMount(mounts, path)
    expect(found).toMatchObject({ mount: { source, type }, pathInVolume })
    expect(found && macos.toPath(found.mount, found.pathInVolume).replace(/\/$/, '')).toBe(path)
  })

  it('reads the UUID of a volume, where it has one', () => {
    const plist = (rest: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
	<key>DiskUUID</key>
	<string>11111111-0000-0000-0000-000000000000</string>
${rest}</dict></plist>`
    const uuid = '6A2F9C1E-3B7D-4E55-9A41-0C5D7E8F9012'
    expect(
      macos.parseVolumeUuid(plist(`\t<key>VolumeUUID</key>\n\t<string>${uuid}</string>\n`)),
    ).toBe(uuid)
    expect(macos.parseVolumeUuid(plist(''))).toBeNull()
  })

  it('knows a share whoever is signed in to it', () => {
    expect(macos.withoutUser('//me@nas/photos')).toBe('//nas/photos')
    expect(macos.withoutUser('//nas/photos')).toBe('//nas/photos')
  })

  it('are asked for their ids once while they are mounted, and again after a tool failed', async () => {
    const memory = macos.createIdMemory()
    let asked = 0
    const ask = (answer: string | null) => (): Promise<string | null> => {
      asked += 1
      return answer === 'fails' ? Promise.reject(new Error('no answer')) : Promise.resolve(answer)
    }
    expect(await memory.of('card', ask('fails'))).toBeNull()
    for (let look = 0; look < 3; look += 1)
      expect(await memory.of('card', ask('uuid:card'))).toBe('uuid:card')
    for (let look = 0; look < 3; look += 1) expect(await memory.of('none', ask(null))).toBeNull()
    expect(asked).toBe(3)
    memory.keepOnly(['none'])
    expect(await memory.of('card', ask('uuid:other'))).toBe('uuid:other')
    for (let look = 0; look < 2; look += 1) await memory.of(null, ask('uuid:card'))
    expect(asked).toBe(6)
  })
})

posixDescribe('volumes as the tools of macOS tell of them', () => {
  const plistOf = (uuid: string): string =>
    `<key>VolumeUUID</key>\n<string>${uuid}</string>\n<key>Writable</key>`
  /** Volumes mounted in a folder, and what the tools were asked. */
  function mac() {
    const root = tempFolder('card/DCIM/a.jpg', 'share/2024/a.jpg', 'auto/a.jpg')
    const asked: string[] = []
    const state = { isCardThere: true, isBroken: false, hasRoot: true }
    const volumes = macos.createVolumes({
      mounts: async () =>
        [
          ...(state.hasRoot ? ['/dev/disk3s5 on / (apfs, local, journaled)'] : []),
          ...(state.isCardThere ? [`/dev/disk4s1 on ${root}/card (exfat, local)`] : []),
          `//me@nas/photos on ${root}/share (smbfs, nodev, mounted by me)`,
          `map auto_home on ${root}/auto (autofs, automounted)`,
        ].join('\n'),
      diskInfo: async (device) => {
        asked.push(device)
        if (state.isBroken) throw new Error('no answer')
        return device === '/dev/disk4s1' ? plistOf('CA-4D') : plistOf('50-07')
      },
    })
    return { root, asked, state, volumes }
  }

  it('know a folder on a card, on a share, and where nothing tells of the volume', async () => {
    const { root, asked, volumes } = mac()
    expect(await volumes.identify(join(root, 'card/DCIM'))).toEqual({
      ...{ volumeId: 'uuid:CA-4D', pathInVolume: '/DCIM', isNetwork: false },
    })
    expect(await volumes.identify(join(root, 'share/2024'))).toEqual({
      ...{ volumeId: 'share://nas/photos', pathInVolume: '/2024', isNetwork: true },
    })
    expect(await volumes.identify(join(root, 'auto'))).toEqual({
      ...{ volumeId: null, pathInVolume: '/', isNetwork: false },
    })
    // Only the card has a device of which something could be asked.
    expect(asked).toEqual(['/dev/disk4s1'])
  })

  it('ask for a card each time, and once for the disk that the system runs from', async () => {
    const { root, asked, volumes } = mac()
    for (let look = 0; look < 2; look += 1) {
      await volumes.identify(join(root, 'card'))
      expect(await volumes.identify(root)).toMatchObject({ volumeId: 'uuid:50-07' })
    }
    expect(asked).toEqual(['/dev/disk4s1', '/dev/disk3s5', '/dev/disk4s1'])
  })

  it('know nothing where nothing is mounted, or the tool fails', async () => {
    const { root, state, volumes } = mac()
    state.isBroken = true
    expect(await volumes.identify(join(root, 'card'))).toMatchObject({ volumeId: null })
    state.hasRoot = false
    expect(await volumes.identify(root)).toEqual({
      ...{ volumeId: null, pathInVolume: null, isNetwork: false },
    })
  })

  it('find a folder again on whatever mount has its volume, asking once while that stays', async () => {
    const { root, asked, state, volumes } = mac()
    const find = (volumeId: string) => volumes.candidates({ volumeId, pathInVolume: '/DCIM' })
    for (let look = 0; look < 2; look += 1)
      expect(await find('uuid:CA-4D')).toEqual([join(root, 'card/DCIM')])
    expect(await find('share://nas/photos')).toEqual([join(root, 'share/DCIM')])
    expect(await find('uuid:another')).toEqual([])
    expect(asked).toEqual(['/dev/disk3s5', '/dev/disk4s1'])
    state.isCardThere = false
    expect(await find('uuid:CA-4D')).toEqual([])
    state.isCardThere = true
    await find('uuid:CA-4D')
    // It went away in between: another may have come back.
    expect(asked).toEqual(['/dev/disk3s5', '/dev/disk4s1', '/dev/disk4s1'])
  })
})

describe('volumes on Windows', () => {
  it('tells shares from drives', () => {
    expect(windows.toShare('\\\\NAS\\Photos\\2024\\a')).toEqual({
      share: 'nas\\photos',
      rest: '2024/a',
    })
    expect(windows.toShare('\\\\?\\UNC\\nas\\photos')).toEqual({ share: 'nas\\photos', rest: '' })
    expect(windows.toShare('\\\\?\\C:\\Users')).toBeNull()
    expect(windows.toShare('C:\\Users')).toBeNull()
  })

  it('keeps the path below the drive', () => {
    expect(windows.toPathInVolume('E:\\DCIM\\100')).toBe('DCIM/100')
    expect(windows.toPathInVolume('E:\\')).toBe('')
  })

  it('keeps the 32 bits of a serial number that every version of Node tells', () => {
    expect(windows.toSerial(0x1234_5678n)).toBe('serial:12345678')
    expect(windows.toSerial(0xabcd_0000_0000_00ffn)).toBe('serial:000000ff')
    expect(windows.toSerial(0n)).toBeNull()
  })

  it.each([
    ['C:\\Users', null],
    ['c:\\', null],
    ['E:\\DCIM', 'E'],
    ['\\\\?\\f:\\DCIM', 'F'],
    ['\\\\nas\\photos', null],
  ])('asks of %s whether it can be taken out by the letter %s', (path, letter) => {
    expect(lettered(path, { SystemDrive: 'C:' })).toBe(letter)
    expect(lettered('C:\\Photos', { SystemDrive: 'D:' })).toBe('C')
  })

  it.each<[string | null, boolean]>([
    ['USB\r\n', true],
    ['SD', true],
    ['NVMe\r\n', false],
    ['SATA', false],
    ['', true],
    [null, true],
  ])('takes %j for a drive that can be taken out: %s', (answer, isRemovable) => {
    expect(isPulled(answer)).toBe(isRemovable)
  })

  it('asks once for each volume, and never for that of the system', async () => {
    const asked: string[] = []
    const isRemovable = createRemovable(async (letter) => {
      asked.push(letter)
      return letter === 'E' ? 'USB' : 'NVMe'
    })
    expect(await isRemovable('C:\\Users', 'serial:0')).toBe(false)
    expect(await isRemovable('E:\\DCIM', 'serial:1')).toBe(true)
    expect(await isRemovable('E:\\DCIM', 'serial:1')).toBe(true)
    expect(await isRemovable('E:\\DCIM', 'serial:2')).toBe(true)
    expect(await isRemovable('D:\\Photos', null)).toBe(false)
    expect(asked).toEqual(['E', 'E', 'D'])
  })

  it('finds a share by its name alone', async () => {
    const share = { volumeId: 'share:nas\\photos', pathInVolume: '2024/a' }
    expect(await windows.volumes.candidates(share)).toEqual(['\\\\nas\\photos\\2024\\a'])
  })

  // A folder that is called like a drive stands for one: its number is asked for in the same way.
  posixIt('finds a drive under whatever letter it has', async () => {
    const folder = tempFolder()
    for (const name of ['A:\\', 'D:\\', 'Z:\\']) mkdirSync(join(folder, name))
    const before = process.cwd()
    process.chdir(folder)
    onTestFinished(() => process.chdir(before))
    const volumeId = windows.toSerial(statSync(folder, { bigint: true }).dev) ?? ''
    const find = (one: string) =>
      windows.volumes.candidates({ volumeId: one, pathInVolume: 'DCIM/100' })
    expect(await find(volumeId)).toEqual(['D:\\DCIM\\100', 'Z:\\DCIM\\100'])
    expect(await find('serial:00000000')).toEqual([])
  })

  posixIt('knows a folder by the number of its device', async () => {
    const folder = tempFolder()
    const { dev } = statSync(folder, { bigint: true })
    const isOfRoot = statSync('/', { bigint: true }).dev === dev
    expect(await windows.volumes.identify(folder)).toEqual({
      volumeId: windows.toSerial(dev),
      pathInVolume: isOfRoot ? folder.slice(1) : null,
      isNetwork: false,
      isRemovable: false,
    })
    // Something is mounted there.
    expect(await windows.volumes.identify('/proc')).toMatchObject({ pathInVolume: null })
  })
})
