// The table of what cameras, phones and programs call their files, where the name holds a date: one expression for each way
// of writing it, with an example of each program that does so. What the groups of an expression mean is name-dates.ts.

/** One way of writing a date into a name. */
export interface NamePattern {
  /** Names that are written so, as people meet them. */
  readonly examples: readonly string[]
  readonly expression: RegExp
  /** The earliest year of such names; before it a number is only a number. */
  readonly fromYear: number
  /** The time is UTC wherever the photo was taken. */
  readonly isUtc?: true
  /** The time is that of a download, or the day that of a message, rather than of the photo. */
  readonly isGuess?: true
}

/** Compact dates are written by digital cameras; what looks like an earlier one is a number (immich-go's guard). */
const digital = 1990
/** With separators nothing else looks like a date, and people name their scans so. */
const scanned = 1900

/** No digit stands before, nor letters with a digit before them: part of a serial or of a hash. */
const alone = String.raw`(?<!\d\p{L}*)`
const year = String.raw`(?<year>\d{4})`
const month = String.raw`(?<month>\d\d)`
const day = String.raw`(?<day>\d\d)`
const compactDate = `${alone}${year}${month}${day}`
/** The same sign twice, and before the date no other number with that sign. */
const partedDate = String.raw`(?<!\d)${year}(?<sign>[-_.])${month}\k<sign>${day}(?!\d)`

const hms = String.raw`(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)`
const ms = String.raw`(?<ms>\d{3})`
/** Whole quarters of an hour: anything else behind a time is a count. */
const zone = String.raw`(?<zone>Z|[+-]\d\d:?(?:00|15|30|45))`
/** The same sign between hours, minutes, seconds and their parts. */
const partedTime = String.raw`(?<hour>\d{1,2})(?<cut>[-_.: ])(?<minute>\d\d)\k<cut>(?<second>\d\d)(?:\k<cut>${ms})?(?!\d)`
const letteredTime = String.raw`(?<hour>\d\d)h(?<minute>\d\d)m(?<second>\d\d)s${ms}?`
/** Before and after noon, in the languages whose screenshots say so before or behind the time. */
const half = String.raw`(?<half>[ap]\. ?m\.?|[ap]m|上午|下午|午前|午後|오전|오후|[πμ]\.?μ\.?|[صم](?!\p{L}))`
const halfBefore = half.replace('<half>', '<halfBefore>')
/** "T", "_", ", ", " - ", or the words of a language: " at ", " um ", " a las ", " kl. ", " 下午". */
const between = String.raw`(?:[-_T,. ]| [-,] |[ ,]{2}|, | [\p{L}\p{M}]{1,6}\.?(?: \p{L}{1,4}(?:\(s\))?)? )`
const end = String.raw`(?!\d)`

const pattern = (
  expression: string,
  examples: readonly string[],
  fromYear: number,
  more: Pick<NamePattern, 'isUtc' | 'isGuess'> = {},
): NamePattern => ({ examples, expression: new RegExp(expression, 'iu'), fromYear, ...more })

/** A number of seconds or milliseconds since 1970, alone or behind the word of a program that is known to write it. */
const epochWords =
  'fb_img|mmexport|wx_camera|microMsg|image|img|vid|video|photo|pic|screenshot|camphoto|lv|snapchat|line|messenger|temp|crop'

/** Names with a time of day, the surest first. */
export const timePatterns: readonly NamePattern[] = [
  // Pixels write UTC (immich issue 5164), and so does OneDrive for what comes from an iPhone (Ente).
  pattern(
    `^PXL_${year}${month}${day}_${hms}${ms}?${end}`,
    ['PXL_20190714_182233123.jpg', 'PXL_20190714_182233123.PORTRAIT.ORIGINAL.jpg'],
    2016,
    { isUtc: true },
  ),
  pattern(`^${year}${month}${day}_${hms}${ms}_iOS`, ['20190714_182233123_iOS.heic'], 2007, {
    isUtc: true,
  }),
  pattern(
    String.raw`(?<!\d)${year}_${month}_${day}T${hms.replaceAll(')(', ')_(')}(?:_${ms})?(?<zone>Z)`,
    ['Skype_Picture_2019_07_14T18_22_33_123Z.jpeg'],
    scanned,
  ),
  pattern(
    `${compactDate}T${hms}(?:[._]?${ms})?${zone}?${end}`,
    ['20190714T182233.jpg', '20190714T182233Z.jpg', '20190714T182233+0200.jpg'],
    digital,
  ),
  pattern(
    `${compactDate}[-_. ]${hms}${ms}?${end}`,
    [
      'IMG_20190714_182233.jpg',
      'VID_20190714_182233.mp4',
      'MVIMG_20190714_182233.jpg',
      'Screenshot_20190714-182233.png',
      'Screenshot_20190714_182233_Chrome.jpg',
      '20190714_182233.jpg',
      '20190714_182233(0).jpg',
      'P20190714-182233.jpg',
      'IMG_20190714_182233123_HDR.jpg',
    ],
    digital,
  ),
  pattern(
    `${compactDate}_${partedTime}`,
    ['WIN_20190714_18_22_33_Pro.jpg', 'WP_20190714_18_22_33_Pro.jpg'],
    digital,
  ),
  // Switch consoles count with two digits behind the second.
  pattern(
    String.raw`${compactDate}${hms}(?:${ms}|\d\d(?=-#))?${end}`,
    [
      '00000IMG_00000_BURST20190714182233123_COVER.jpg',
      '00XXX_BURST20190714182233.jpg',
      'IMG20190714182233.jpg',
      'DJI_20190714182233_0001_D.JPG',
      '20190714182233_1.jpg',
      '2019071418223300-02CB906EA538A35643C1E1484C4B947D.jpg',
    ],
    digital,
  ),
  pattern(
    String.raw`(?<!\d)${year}_${month}${day}_${hms}${end}`,
    ['2019_0714_182233_001.MP4'],
    digital,
  ),
  pattern(
    `${partedDate.replace(end, '')}T${hms.replaceAll(')(', ')[-_:]?(')}(?:[.]${ms})?${zone}?${end}`,
    ['2019-07-14T182233Z.jpg', '2019-07-14T18:22:33+02:00.jpg', '2019-07-14T18-22-33.123Z.jpg'],
    scanned,
  ),
  pattern(
    `${partedDate}${between}?${halfBefore} ?${partedTime}`,
    [
      '截屏2019-07-14 下午6.22.33.png',
      '截圖 2019-07-14 下午6.22.33.png',
      '스크린샷 2019-07-14 오후 6.22.33.png',
    ],
    scanned,
  ),
  pattern(
    `${partedDate}${between}${partedTime}(?: ?${half})?`,
    [
      'Screenshot 2019-07-14 at 18.22.33.png',
      'Screenshot 2019-07-14 at 6.22.33\u202fPM.png',
      'Screen Shot 2019-07-14 at 6.22.33 PM.png',
      'Bildschirmfoto 2019-07-14 um 18.22.33.png',
      'Capture d’écran 2019-07-14 à 18.22.33.png',
      'Captura de pantalla 2019-07-14 a las 18.22.33.png',
      'Captura de Pantalla 2019-07-14 a la(s) 18.22.33.png',
      'Schermata 2019-07-14 alle 18.22.33.png',
      'Skjermbilde 2019-07-14 kl. 18.22.33.png',
      'Снимок экрана 2019-07-14 в 18.22.33.png',
      'スクリーンショット 2019-07-14 18.22.33.png',
      'Screenshot from 2019-07-14 18-22-33.png',
      'Screenshot_2019-07-14-18-22-33.png',
      'Screenshot_2019-07-14-18-22-33-123_com.app.jpg',
      'WhatsApp Image 2019-07-14 at 18.22.33.jpeg',
      'WhatsApp Video 2019-07-14 at 6.22.33 PM.mp4',
      'signal-2019-07-14-18-22-33-123.jpg',
      'telegram_2019_07_14_18_22_33.jpg',
      'photo_2019-07-14_18-22-33.jpg',
      '2019_07_14_18_22_33.jpg',
      '2019-07-14 18.22.33.jpg',
      'C360_2019-07-14-18-22-33-123.jpg',
      'viber image 2019-07-14 , 18.22.33.jpg',
      'Greenshot 2019-07-14 18_22_33.png',
      'Game 2019.07.14 - 18.22.33.05.mp4',
      '00000012-PHOTO-2019-07-14-18-22-33.jpg',
      'Photo 2019-07-14, 18 22 33.jpg',
    ],
    scanned,
  ),
  pattern(
    `${partedDate}${between}${hms}${ms}?${end}`,
    [
      'signal-2019-07-14-182233.jpg',
      'signal-attachment-2019-07-14-182233.jpg',
      'Screenshot 2019-07-14 182233.png',
      '2019-07-14-182233_1920x1080_scrot.png',
    ],
    scanned,
  ),
  pattern(`${partedDate}[-_ ]${letteredTime}`, ['vlcsnap-2019-07-14-18h22m33s123.png'], scanned),
  pattern(`${compactDate}[-_ ]${letteredTime}`, ['20190714_18h22m33s_grim.png'], digital),
  // Two digits of a year are believed in this one form alone, which ends with a number of four.
  pattern(
    String.raw`^(?<shortYear>\d\d)-${month}-${day} (?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d) \d{4}$`,
    ['19-07-14 18-22-33 2160.jpg'],
    2000,
  ),
  // Telegram's export for computers writes the day first, in every language.
  pattern(
    String.raw`^(?:photo|video|file|round_video|sticker|animation)_\d+@${day}-${month}-${year}_(?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d)${end}`,
    ['photo_12@14-07-2019_18-22-33.jpg', 'video_1@14-07-2019_18-22-33.mp4'],
    2013,
  ),
  // No other program writes minutes without seconds; a number of three digits or more is a count.
  pattern(
    String.raw`${partedDate}(?:[ _T]| (?:at|um|kl\.) )(?<hour>\d\d)[-.:h](?<minute>\d\d)(?![-.:]?\d)`,
    ['2019-07-14_18-22.png'],
    scanned,
  ),
  // Facebook, WeChat and others name what they save by the moment of saving (photoprism issue 1118).
  pattern(
    String.raw`^(?:(?:${epochWords})[-_. ]?)?(?<epochMs>\d{13})(?![\d\p{L}])`,
    ['FB_IMG_1563128553123.jpg', 'mmexport1563128553123.jpg', '1563128553123.jpg'],
    2001,
    { isUtc: true, isGuess: true },
  ),
  pattern(
    String.raw`^RPReplay_Final(?<epoch>\d{10})${end}`,
    ['RPReplay_Final1563128553.mp4'],
    2001,
    {
      isUtc: true,
    },
  ),
]

/** Names with a day alone. */
export const dayPatterns: readonly NamePattern[] = [
  pattern(
    String.raw`^(?:IMG|VID|AUD|PTT|STK|GIF|DOC)-${year}${month}${day}-WA\d+`,
    ['IMG-20190714-WA0001.jpg', 'VID-20190714-WA0012.mp4'],
    2009,
    { isGuess: true },
  ),
  pattern(
    String.raw`(?<!\d[-_.])${partedDate}`,
    ['2019-07-14.jpg', '2019-07-14 Party 3.jpg', 'Oma 2019-07-14.jpg', 'Scan_2019_07_14.jpg'],
    scanned,
  ),
  pattern(
    String.raw`${compactDate}(?![\d\p{L}])`,
    ['20190714.jpg', 'Scan_20190714.jpg', 'WP_20190714_001.jpg', '20190714-DSC_1234.jpg'],
    digital,
  ),
]
