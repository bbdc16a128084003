// Photos and videos under the names that cameras make up, and under names that say nothing: what the bytes are is sent,
// under a name that says so.
import { afterAll, expect, test } from 'vitest'
import { noise, openWorkshop } from './workshop.ts'

const workshop = openWorkshop()
afterAll(() => workshop.close())

const brand = (name: string): Buffer =>
  Buffer.from(`\0\0\0\x14ftyp${name}\0\0\0\0${name}\0\0\0\x08moov`, 'latin1')
const contents = {
  jpeg: await noise(40, 30).jpeg().toBuffer(),
  heic: brand('heic'),
  film: brand('isom'),
  quicktime: brand('qt  '),
  webm: Buffer.from('\x1aE\xdf\xa3\x87\x42\x82\x84webm', 'latin1'),
  mpeg: Buffer.from('\0\0\x01\xba\x44\0\x04', 'latin1'),
}

test.each<[name: string, content: keyof typeof contents, sent: string]>([
  ['P1000001.MPO', 'jpeg', 'P1000001.jpg'],
  ['IMG_0001.insp', 'jpeg', 'IMG_0001.jpg'],
  ['stereo.jps', 'jpeg', 'stereo.jpg'],
  ['DSC00001.HIF', 'heic', 'DSC00001.heic'],
  ['burst.heics', 'heic', 'burst.heic'],
  ['VID_0001.insv', 'film', 'VID_0001.mp4'],
  ['GS010001.360', 'film', 'GS010001.mp4'],
  ['PXL_20240101.MP', 'film', 'PXL_20240101.mp4'],
  ['PXL_20240101.MP~2', 'film', 'PXL_20240101.MP~2.mp4'],
  ['old.qt', 'quicktime', 'old.mov'],
  ['clip.webm', 'webm', 'clip.webm'],
  ['clip.mkv', 'webm', 'clip.mkv'],
  ['film.mpe', 'mpeg', 'film.mpg'],
  ['IMG_0001', 'jpeg', 'IMG_0001.jpg'],
  ['IMG_0002.jpg.', 'jpeg', 'IMG_0002.jpg'],
  ['IMG_0003.JPG ', 'jpeg', 'IMG_0003.JPG'],
  ['scan.0001', 'jpeg', 'scan.0001.jpg'],
])('%s with the bytes of a %s is sent as %s', async (name, content, fileName) => {
  // The name is the catalogue's; whether this system can keep it does not matter here.
  const path = workshop.write('file', contents[content])
  expect(await workshop.prepare(path, { name })).toMatchObject({
    ok: true,
    value: { kind: 'send', plan: { kind: 'original', fileName } },
  })
})
