// Builds small ICC profiles of colour spaces which no package of the project brings: Adobe RGB (1998) and
// ProPhoto RGB.

const fixed = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(Math.round(value * 65_536))
  return bytes
}
const xyz = ([x, y, z]: Place): Buffer =>
  Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), fixed(x), fixed(y), fixed(z)])

const description = (text: string): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length + 1)
  const head = Buffer.from('desc\0\0\0\0', 'latin1')
  return Buffer.concat([head, length, Buffer.from(`${text}\0`, 'latin1'), Buffer.alloc(79)])
}

/** A gamma as a count of one and an 8.8 number. */
const curve = (gamma: number): Buffer => {
  const bytes = Buffer.from('curv\0\0\0\0\0\0\0\x01\0\0\0\0', 'latin1')
  bytes.writeUInt16BE(Math.round(gamma * 256), 12)
  return bytes
}

type Place = readonly [x: number, y: number, z: number]

/** Adobe RGB (1998), section 4.3, seen from the white of the connection space. */
export const adobeRgbProfile = (): Buffer =>
  matrixProfile({
    name: 'Adobe RGB (1998)',
    white: [0.95045, 1, 1.08905],
    red: [0.60974, 0.31111, 0.01947],
    green: [0.20528, 0.62567, 0.06087],
    blue: [0.14919, 0.06322, 0.74457],
    gamma: 2.19921875,
  })

/** ProPhoto RGB (ROMM, ISO 22028-2), whose white is that of the connection space. */
export const proPhotoProfile = (): Buffer =>
  matrixProfile({
    name: 'ProPhoto RGB',
    white: [0.9642, 1, 0.8249],
    red: [0.79767, 0.28804, 0],
    green: [0.13519, 0.71188, 0],
    blue: [0.03134, 0.00009, 0.82491],
    gamma: 1.8,
  })

/** A version 2 display profile (ICC.1:2001-04) with a matrix and one curve. */
function matrixProfile(space: {
  name: string
  white: Place
  red: Place
  green: Place
  blue: Place
  gamma: number
}): Buffer {
  const gamma = curve(space.gamma)
  const tags: [signature: string, data: Buffer][] = [
    ['desc', description(space.name)],
    ['cprt', Buffer.from('text\0\0\0\0none\0\0\0\0', 'latin1')],
    ['wtpt', xyz(space.white)],
    ['rXYZ', xyz(space.red)],
    ['gXYZ', xyz(space.green)],
    ['bXYZ', xyz(space.blue)],
    ['rTRC', gamma],
    ['gTRC', gamma],
    ['bTRC', gamma],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  const bodies: Buffer[] = []
  let at = 128 + table.length
  for (const [index, [signature, data]] of tags.entries()) {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    table.write(signature, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(data.length, 12 + index * 12)
    bodies.push(padded)
    at += padded.length
  }
  const header = Buffer.alloc(128)
  header.writeUInt32BE(at, 0)
  header.writeUInt32BE(0x02100000, 8)
  header.write('mntrRGB XYZ ', 12, 'latin1')
  header.write('acsp', 36, 'latin1')
  // The white of the connection space, D50.
  Buffer.concat([fixed(0.9642), fixed(1), fixed(0.8249)]).copy(header, 68)
  return Buffer.concat([header, table, ...bodies])
}
