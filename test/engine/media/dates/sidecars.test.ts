// Behaviour of XMP sidecars: which one in a folder is a photo's, whose it is where several could have it, and its date.
import { describe, expect, it } from 'vitest'
import { FolderSidecars, sidecarDate } from '../../../../src/main/engine/media/dates/sidecars.ts'

const sidecars = (media: string[], others: string[]) => {
  const folder = new FolderSidecars(media, others)
  return (name: string) => folder.of(name).map(({ name: found, claim }) => `${found} (${claim})`)
}

describe('the sidecar of a photo', () => {
  it('bears its whole name, or its stem, in this order', () => {
    const of = sidecars(['IMG_1.jpg', 'IMG_2.jpg'], ['IMG_1.xmp', 'IMG_1.jpg.xmp', 'IMG_2.xmp'])
    expect(of('IMG_1.jpg')).toEqual(['IMG_1.jpg.xmp (whole-name)', 'IMG_1.xmp (only-one)'])
    expect(of('IMG_2.jpg')).toEqual(['IMG_2.xmp (only-one)'])
    expect(of('IMG_3.jpg')).toEqual([])
  })

  it('is spelled in any case, and in its own before others', () => {
    expect(sidecars(['IMG_1.JPG'], ['img_1.XMP'])('IMG_1.JPG')).toEqual(['img_1.XMP (only-one)'])
    const both = sidecars(['IMG_1.JPG', 'img_1.JPG'], ['IMG_1.JPG.xmp', 'img_1.JPG.xmp'])
    expect(both('img_1.JPG')).toEqual(['img_1.JPG.xmp (whole-name)'])
    expect(both('IMG_1.JPG')).toEqual(['IMG_1.JPG.xmp (whole-name)'])
  })

  it('of a stem serves a RAW and its JPEG', () => {
    const of = sidecars(['IMG_1.CR2', 'IMG_1.jpg'], ['IMG_1.xmp'])
    expect(of('IMG_1.CR2')).toEqual(['IMG_1.xmp (only-one)'])
    expect(of('IMG_1.jpg')).toEqual(['IMG_1.xmp (only-one)'])
  })

  it('of a stem that two photos bear has to say whose it is', () => {
    const of = sidecars(['IMG_1.png', 'IMG_1.jpg'], ['IMG_1.xmp'])
    expect(of('IMG_1.png')).toEqual(['IMG_1.xmp (if-it-says-so)'])
    expect(of('IMG_1.jpg')).toEqual(['IMG_1.xmp (if-it-says-so)'])
    const raws = sidecars(['IMG_1.CR2', 'IMG_1.DNG'], ['IMG_1.xmp'])
    expect(raws('IMG_1.DNG')).toEqual(['IMG_1.xmp (if-it-says-so)'])
  })

  it('of a photo with a film is the photo’s', () => {
    const of = sidecars(['IMG_1.HEIC', 'IMG_1.MOV', 'MOV_2.mov'], ['IMG_1.xmp', 'MOV_2.xmp'])
    expect(of('IMG_1.HEIC')).toEqual(['IMG_1.xmp (only-one)'])
    expect(of('IMG_1.MOV')).toEqual(['IMG_1.xmp (if-it-says-so)'])
    expect(of('MOV_2.mov')).toEqual(['MOV_2.xmp (only-one)'])
  })

  it('is no edit that darktable keeps beside it, and no other file', () => {
    const others = ['IMG_1_01.jpg.xmp', 'IMG_1.xmp.bak', 'IMG_1.jpg.json', 'IMG_1', 'xmp', '.xmp']
    expect(sidecars(['IMG_1.jpg'], others)('IMG_1.jpg')).toEqual([])
  })
})

describe('the date in a sidecar', () => {
  const packet = (date: string, owner = ''): Buffer =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${owner}><exif:DateTimeOriginal>${date}</exif:DateTimeOriginal>
</rdf:Description></rdf:RDF></x:xmpmeta>`)
  const date = '1987-07-14T18:22:33'
  const reading = {
    wallMs: Date.UTC(1987, 6, 14, 18, 22, 33),
    offsetMinutes: null,
    precision: 'second',
  }
  const ofJpeg = packet(date, 'photoshop:SidecarForExtension="JPG"')
  const read = (bytes: Buffer, claim: 'whole-name' | 'only-one' | 'if-it-says-so') =>
    sidecarDate(bytes, { name: 'IMG_1.xmp', claim }, 'IMG_1.jpg')

  it('is the date of taking', () => {
    expect(read(packet(date), 'whole-name')).toEqual(reading)
    expect(read(packet(date), 'only-one')).toEqual(reading)
    expect(read(packet('1987'), 'only-one')).toMatchObject({ precision: 'year' })
  })

  it('is believed of a shared stem where the sidecar names its owner', () => {
    expect(read(packet(date), 'if-it-says-so')).toBeNull()
    expect(read(ofJpeg, 'if-it-says-so')).toEqual(reading)
    const ofPng = packet(date, 'photoshop:SidecarForExtension="PNG"')
    expect(read(ofPng, 'if-it-says-so')).toBeNull()
    // The only photo of its stem is the same shot, whatever the camera called its RAW.
    expect(read(ofPng, 'only-one')).toEqual(reading)
  })

  it.each(['0000-00-00', '1970-01-01T00:00:00', 'then', ''])('of "%s" is none', (text) => {
    expect(read(packet(text), 'whole-name')).toBeNull()
  })

  it('of a file that is none is none', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('no XML'), Buffer.alloc(5_000, 0xff)])
      expect(read(bytes, 'whole-name')).toBeNull()
  })
})
