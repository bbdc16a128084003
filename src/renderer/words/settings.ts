// Words of the settings and of About.
import type { PhotoSize } from '../../shared/model.ts'
import type { Format } from '../format.ts'

/** The words of the settings. */
export function settingsWords(f: Format) {
  const timeOf = (hour: number): string => f.time(new Date(2024, 0, 1, hour).getTime())
  return {
    title: 'Settings',
    lead: 'Everything takes effect at once.',
    sections: {
      photos: 'Photos',
      network: 'Network',
      power: 'Power',
      hours: 'Hours',
      start: 'Start and look',
      notifications: 'Notifications',
      account: 'Google account',
      reset: 'Start over',
    },
    backup: 'Back up photos',
    backupText: 'Off: nothing is uploaded until you turn it on again.',
    photoSize: 'Photo size',
    highText: 'Reduced to 16 megapixels where larger',
    originalText: 'Exactly as they are, but for a date that a folder’s options add',
    sizeNote:
      'Applies to photos that are not backed up yet. Both count towards your Google storage.',
    limits: 'Very large files',
    limitsGoogle: 'Take all that Google takes',
    limitsGoogleText: 'Photos up to 200 MB and 200 megapixels, videos up to 20 GB.',
    limitsSmall: 'Leave out very large files',
    limitsSmallText: {
      original: 'Photos above 75 MB or 100 megapixels, videos above 10 GB.',
      high: 'Videos above 10 GB, and what cannot be reduced, such as RAW, above 75 MB or 100 megapixels.',
    } satisfies Record<PhotoSize, string>,
    order: 'Which go first',
    orderFound: 'In the order in which they were found',
    orderNewest: 'The newest first',
    small: 'Leave out small pictures',
    smallText: 'Icons and the like, under 256 pixels on both sides.',
    captions: 'Send captions',
    captionsText:
      'What you wrote about a photo becomes its description in Google Photos. What cameras write stays here.',
    network: 'Use',
    networkAny: 'Any network',
    networkWifi: 'Only Wi-Fi and cable',
    metered: 'Pause on metered networks',
    meteredText: 'Networks where every byte counts, such as a phone’s hotspot.',
    speed: 'Upload speed',
    speedFree: 'As fast as the line allows',
    speedLimited: 'At most',
    speedUnit: 'megabytes per second',
    speedInvalid: 'Give a number above 0, for example 2.5.',
    power: 'Back up',
    powerAny: 'Always',
    powerCharging: 'Only while plugged in',
    unused: 'Only while nobody uses this computer',
    unusedText:
      'Begins when keyboard and mouse have rested for three minutes, and waits when somebody is back. Not every Linux desktop tells.',
    hoursAlways: 'At any hour',
    hoursChosen: 'Only in chosen hours',
    hoursGrid: 'Allowed hours',
    hoursHelp:
      'Arrow keys move, Space switches an hour, Shift with an arrow key paints along. Click or drag with the pointer.',
    hoursCell: (day: string, hour: string) => `${day}, ${hour}`,
    hoursDay: 'Switch the whole day',
    hoursPresets: 'Quick choices',
    hoursOn: 'Photos go up',
    hoursOff: 'Uploads rest',
    hoursNow: (time: string, isOn: boolean) =>
      isOn ? `Now, ${time}: photos go up` : `Now, ${time}: uploads rest`,
    hoursNights: `Nights, ${timeOf(22)} to ${timeOf(7)}`,
    hoursOutsideWork: 'Outside working hours',
    hoursWeekend: 'Weekends',
    hoursSum: (hours: number) => f.plural(hours, { one: '# hour a week', other: '# hours a week' }),
    hoursNone: 'No hour is allowed, so nothing is backed up.',
    startAtLogin: 'Start with the computer',
    startAtLoginText: 'Quietly, without a window.',
    startAtLoginImpossible: 'This system does not let Shoebox start by itself.',
    theme: 'Look',
    themeSystem: 'As the system',
    themeLight: 'Light',
    themeDark: 'Dark',
    notifyFirst: 'When the first backup is complete',
    notifyFirstText: 'And a receipt every month.',
    notifyAttention: 'When something needs you',
    notifySignedOut: 'When you were signed out',
    notifyText: 'At most one a day for the same cause.',
    list: 'Sections',
    client: 'Google client',
    changeClient: 'Change the Google client',
    erase: 'Forget everything',
    eraseText:
      'Signs out and deletes Shoebox’s settings and its list of your photos. Your own files and Google Photos stay as they are.',
    eraseTitle: 'Forget everything?',
    eraseConfirm:
      'Shoebox signs out and starts as on the first day. It will look at every photo again; those already in Google Photos are recognised and not stored twice.',
    saveFailed: 'The setting could not be saved.',
    openAbout: 'About Shoebox',
  }
}

/** The words of About. */
export function aboutWords() {
  return {
    title: 'About Shoebox',
    version: (version: string) => `Version ${version}`,
    text: 'Backs up the photos and videos on a computer to Google Photos.',
    leavesTitle: 'What leaves this computer',
    leaves: (asksForUpdates: boolean) =>
      [
        'Your photos and videos, straight to Google, and the questions to Google that this takes.',
        ...(asksForUpdates
          ? [
              'Once a day the page of Shoebox’s releases is asked for the newest version, with the version and system you have and nothing that lasts.',
            ]
          : []),
        'Nothing else, and nobody else: no statistics, no advertising, no server of Shoebox’s own.',
      ].join(' '),
    staysTitle: 'What stays here',
    stays: {
      kept: 'Your sign-in, in the system’s safe store or, where you chose that, in a file that only you can read; the list of your photos, the settings and small pictures.',
      memory:
        'The list of your photos, the settings and small pictures. Your sign-in is in memory only, for this computer has no safe store: it ends when Shoebox does.',
      none: 'The list of your photos, the settings and small pictures. Nobody is signed in, so there is no sign-in to keep.',
    },
    staysWhere: 'All of it is in Shoebox’s own folders on this computer.',
    neverTitle: 'What it never does',
    never: 'Change, move or delete a file in your folders, or delete anything in Google Photos.',
    permissions: 'Permissions at Google',
    help: 'Help',
    notGoogle: 'Connected to a stand-in on this computer, not to Google.',
    disclaimer: 'Shoebox is not made or endorsed by Google.',
    updates: {
      auto: 'Updates are found by themselves; you choose when to restart.',
      manual: 'On this system, updates are installed by hand.',
    },
    quit: 'Quit Shoebox',
    licencesTitle: 'Made with the work of others',
    licencesText:
      'Shoebox itself is under the MIT licence. libheif and libvips are under the LGPL: they lie as files of their own in the program folder and may be replaced. Their licences, and where their sources are, lie in resources/licences there.',
    showLicences: 'Show all licences',
    licencePackages: 'What is inside',
    licenceTexts: 'The licence texts',
  }
}
