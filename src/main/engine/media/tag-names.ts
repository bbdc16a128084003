// What tags of EXIF, GPS, IPTC and image resources are called (Exif 2.3, IPTC IIM 4.2), for words about what a copy would
// lose. A tag that is not listed is called by its number.

const exif: Record<number, string> = {
  0x0100: 'ImageWidth',
  0x0101: 'ImageLength',
  0x010d: 'DocumentName',
  0x010e: 'ImageDescription',
  0x010f: 'Make',
  0x0110: 'Model',
  0x0112: 'Orientation',
  0x011a: 'XResolution',
  0x011b: 'YResolution',
  0x011d: 'PageName',
  0x012d: 'TransferFunction',
  0x0131: 'Software',
  0x0132: 'DateTime',
  0x013b: 'Artist',
  0x013e: 'WhitePoint',
  0x013f: 'PrimaryChromaticities',
  0x4746: 'Rating',
  0x8298: 'Copyright',
  0x829a: 'ExposureTime',
  0x829d: 'FNumber',
  0x8827: 'ISO',
  0x9003: 'DateTimeOriginal',
  0x9004: 'DateTimeDigitized',
  0x9010: 'OffsetTime',
  0x9011: 'OffsetTimeOriginal',
  0x9214: 'SubjectArea',
  0x920a: 'FocalLength',
  0x927c: 'MakerNote',
  0x9286: 'UserComment',
  0x9291: 'SubSecTimeOriginal',
  0x935c: 'ImageSourceData',
  0x9c9b: 'XPTitle',
  0x9c9c: 'XPComment',
  0x9c9d: 'XPAuthor',
  0x9c9e: 'XPKeywords',
  0x9c9f: 'XPSubject',
  0xa001: 'ColorSpace',
  0xa002: 'PixelXDimension',
  0xa003: 'PixelYDimension',
  0xa214: 'SubjectLocation',
  0xa430: 'CameraOwnerName',
  0xa431: 'BodySerialNumber',
  0xa434: 'LensModel',
}

const gps: Record<number, string> = {
  0x01: 'GPSLatitudeRef',
  0x02: 'GPSLatitude',
  0x03: 'GPSLongitudeRef',
  0x04: 'GPSLongitude',
  0x05: 'GPSAltitudeRef',
  0x06: 'GPSAltitude',
  0x07: 'GPSTimeStamp',
  0x11: 'GPSImgDirection',
  0x1d: 'GPSDateStamp',
}

/** The record a thousand times, and the data set. */
const iptc: Record<number, string> = {
  1090: 'CodedCharacterSet',
  2005: 'ObjectName',
  2025: 'Keywords',
  2055: 'DateCreated',
  2060: 'TimeCreated',
  2080: 'By-line',
  2090: 'City',
  2101: 'Country',
  2105: 'Headline',
  2116: 'CopyrightNotice',
  2120: 'Caption-Abstract',
}

const names: Record<string, Record<number, string>> = { EXIF: exif, GPS: gps, IPTC: iptc }

/** The name of a tag in its group. */
export function tagName(group: string, tag: number): string {
  const known = names[group]?.[tag]
  if (known !== undefined) return known
  if (group === 'IPTC') return `${Math.floor(tag / 1000)}:${tag % 1000}`
  return group === 'Photoshop' ? String(tag) : `0x${tag.toString(16).padStart(4, '0')}`
}
