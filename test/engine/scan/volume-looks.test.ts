// What is put in as each system tells of it: the parsers, the letters of Windows, and real mounts where they are allowed.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import {
  createLinuxLooks,
  isOnPulledLine,
  mountedIn,
  unescapeLabel,
} from '../../../src/main/engine/scan/mounted-linux.ts'
import { mountedFrom, parseDiskInfo } from '../../../src/main/engine/scan/mounted-macos.ts'
import { createWindowsLooks, parseDrive } from '../../../src/main/engine/scan/mounted-windows.ts'
import { createVolumeLooks } from '../../../src/main/engine/scan/volume-looks.ts'
import { mountIt, openReaders } from '../../builders/mounts.ts'
import { posixDescribe } from '../../builders/posix.ts'

describe('on Linux', () => {
  const found = mountedIn(
    `\
22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:30 / /home rw shared:2 - btrfs /dev/mapper/home rw
40 22 8:17 / /media/me/My\\040Card rw,nosuid shared:3 master:9 - exfat /dev/sdb1 rw
41 22 0:50 / /mnt/nas rw - nfs4 nas:/photos rw,vers=4.2
42 22 8:17 /DCIM /mnt/same rw - exfat /dev/sdb1 rw
43 22 8:33 / /mnt/shadow rw - ext4 /dev/sdc1 rw
44 43 8:49 / /mnt/shadow rw - vfat /dev/sdd1 rw
45 22 8:65 / /mediathek rw - ext4 /dev/sde1 rw
46 22 8:81 / /mnt rw - ext4 /dev/sdf1 rw
not a line
`,
    ['/media', '/mnt'],
  )

  it('are volumes where things are put in: no share, no part of one, of two at a place the newer', () => {
    expect(found).toEqual([
      { key: '40 8:17 /media/me/My Card', path: '/media/me/My Card' },
      { key: '44 8:49 /mnt/shadow', path: '/mnt/shadow' },
      { key: '46 8:81 /mnt', path: '/mnt' },
    ])
  })

  it('a label is as people wrote it', () => {
    expect(['EOS_DIGITAL', 'My\\x20Card', 'Gr\\xc3\\xbcn'].map(unescapeLabel)).toEqual([
      ...['EOS_DIGITAL', 'My Card', 'Grün'],
    ])
  })

  test.each([
    ['/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/block/sdb/sdb1', true],
    ['/sys/devices/pci0000:00/0000:02:00.0/mmc_host/mmc0/mmc0:0001/block/mmcblk0/mmcblk0p1', true],
    ['/sys/devices/pci0000:00/0000:00:1f.2/ata1/host0/block/sda/sda3', false],
    ['', false],
  ])('the device %s can be pulled: %s', (place, isPulled) => {
    expect(isOnPulledLine(place)).toBe(isPulled)
  })

  mountIt('a mount is seen while it is there, and a folder beside it is none', async () => {
    const { folder, putIn, pull } = openReaders()
    const looks = createVolumeLooks(createLinuxLooks([folder]))
    mkdirSync(join(folder, 'no mount'))
    expect(await looks.list()).toEqual([])
    const root = putIn('My Card', { 'DCIM/100CANON/IMG_1.JPG': 'x' })
    const [first] = await looks.list()
    expect(first?.path).toBe(root)
    expect(await looks.describe(root)).toEqual({
      ...{ volumeId: null, label: '', sizeBytes: 1024 * 1024, isNetwork: false },
      isRemovable: false,
    })
    expect(await looks.list()).toEqual([first])
    await pull('My Card')
    expect(await looks.list()).toEqual([])
  })

  posixDescribe('what is not there', () => {
    it('is described all the same: nothing is known of it', async () => {
      const looks = createVolumeLooks(createLinuxLooks())
      expect(await looks.describe('/nowhere at all')).toMatchObject({
        ...{ volumeId: null, sizeBytes: 0, isRemovable: false },
      })
    })
  })
})

describe('on macOS', () => {
  it('are the folders in /Volumes: not the link to the system’s own disk, nor what is hidden', () => {
    const entries = [
      { name: 'Macintosh HD', isFolder: false },
      { name: '.timemachine', isFolder: true },
      { name: 'EOS_DIGITAL', isFolder: true },
    ]
    expect(mountedFrom(entries)).toEqual([
      { key: '/Volumes/EOS_DIGITAL', path: '/Volumes/EOS_DIGITAL' },
    ])
  })

  const info = (name: string, ...keys: string[]): string => `<plist version="1.0"><dict>
    <key>VolumeName</key><string>${name}</string>
    ${keys.map((key) => `<key>${key}</key>\n\t<true/>`).join('')}</dict></plist>`
  test.each([
    [info('EOS_DIGITAL', 'RemovableMedia'), { label: 'EOS_DIGITAL', isRemovable: true }],
    [info('A &amp; B', 'RemovableMediaOrExternalDevice'), { label: 'A & B', isRemovable: true }],
    [info('Data', 'Internal'), { label: 'Data', isRemovable: false }],
    [
      `${info('Installer', 'RemovableMedia')}<key>BusProtocol</key><string>Disk Image</string>`,
      { label: 'Installer', isRemovable: false },
    ],
    ['', { label: '', isRemovable: false }],
  ])('diskutil says %#', (plist, says) => {
    expect(parseDiskInfo(plist)).toEqual(says)
  })
})

describe('on Windows', () => {
  it('are letters that answer: an empty reader is none, and the system’s own is never asked', async () => {
    const asked: string[] = []
    const looks = createWindowsLooks((root) => {
      asked.push(root)
      if (root === 'E:\\') return Promise.resolve(7n)
      return Promise.reject(Object.assign(new Error('no disk'), { code: 'EIO' }))
    })
    expect(await looks.list()).toEqual([{ key: 'E:\\ 7', path: 'E:\\' }])
    expect(asked).not.toContain('C:\\')
    expect(asked).not.toContain('A:\\')
    expect(asked).toContain('D:\\')
  })

  it('one that hangs keeps no other waiting, and is asked once until it answers', async () => {
    const asked: string[] = []
    const { promise, resolve } = Promise.withResolvers<bigint>()
    const looks = createWindowsLooks((root) => {
      asked.push(root)
      return root === 'D:\\'
        ? promise
        : root === 'E:\\'
          ? Promise.resolve(7n)
          : Promise.reject(new Error('no disk'))
    })
    for (let look = 0; look < 3; look += 1)
      expect(await looks.list()).toEqual([{ key: 'E:\\ 7', path: 'E:\\' }])
    expect(asked.filter((root) => root === 'D:\\')).toHaveLength(1)
    resolve(9n)
    await new Promise((done) => setImmediate(done))
    expect((await looks.list()).map(({ key }) => key)).toEqual(['D:\\ 9', 'E:\\ 7'])
  })

  test.each([
    ['EOS_DIGITAL\r\nUSB\r\n', { label: 'EOS_DIGITAL', isRemovable: true }],
    ['\r\nSD\r\n', { label: '', isRemovable: true }],
    ['Daten\r\nSATA\r\n', { label: 'Daten', isRemovable: false }],
    ['', { label: '', isRemovable: false }],
    [null, { label: '', isRemovable: false }],
  ])('PowerShell’s %j', (answer, says) => {
    expect(parseDrive(answer)).toEqual(says)
  })
})
