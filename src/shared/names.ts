// The names of every channel and command, without zod, so that the preload bundle can import them.
// What each carries is contract.ts.

/** The one channel for commands from the window. */
export const commandChannel = 'shoebox:command'
/** The one channel for events to the window. */
export const eventChannel = 'shoebox:event'
/** Begins the argument that carries what the window must know before its first paint, as JSON. */
export const initialFactsFlag = '--shoebox-initial='

/** Commands that the engine answers. */
export const engineCommandNames = [
  'getStatus',
  'getSettings',
  'changeSettings',
  'signIn',
  'cancelSignIn',
  'signOut',
  'useClient',
  'getClient',
  'testClient',
  'keepInFile',
  'addSource',
  'listSources',
  'removeSource',
  'changeSource',
  'confirmSource',
  'listFolders',
  'leaveOut',
  'confirmAccount',
  'countFolder',
  'scanNow',
  'tryNow',
  'pause',
  'resume',
  'listHistory',
  'countHistory',
  'outlineHistory',
  'historyFolders',
  'coverage',
  'problems',
  'retryItem',
  'retryAll',
  'ignoreAll',
  'retryChosen',
  'ignoreChosen',
  'pathsChosen',
  'undatedGroups',
  'undatedPhotos',
  'undatedSummary',
  'decideDates',
  'undoDates',
  'listAlbums',
  'previewAlbums',
  'remakeAlbum',
  'leaveAlbum',
  'pairFigures',
  'raiseLimits',
  'locate',
  'thumbnail',
  'estimateSizes',
  'previewSize',
  'previewPicture',
  'startRehearsal',
  'readRehearsal',
  'endRehearsal',
  'checkFolder',
  'endCheck',
  'startSourceCheck',
  'stopSourceCheck',
  'sourceChecks',
  'unsafeFiles',
  'writeSourceCheck',
  'answerCard',
  'listCards',
  'changeCard',
  'makeStatement',
  'listStatements',
  'getStatement',
  'writeStatement',
  'exportHistory',
  'diagnose',
  'verify',
  'eraseAll',
] as const
/** One of {@link engineCommandNames}. */
export type EngineCommandName = (typeof engineCommandNames)[number]

/** Commands that the shell answers because they need Electron. */
export const shellCommandNames = [
  'chooseFolder',
  'offerFolders',
  'addOfferedFolder',
  'dropFolder',
  'chooseClientFile',
  'findClientFiles',
  'useFoundClient',
  'openSignInPage',
  'copySignInLink',
  'openPage',
  'openItem',
  'openAlbum',
  'showInFolder',
  'openFolder',
  'copyText',
  'copyPaths',
  'saveHistory',
  'saveStatement',
  'saveSourceCheck',
  'saveSupportBundle',
  'getAppInfo',
  'getLastSeen',
  'leave',
  'restartEngine',
  'quit',
] as const
/** One of {@link shellCommandNames}. */
export type ShellCommandName = (typeof shellCommandNames)[number]

/** Engine commands that carry a path, or belong to one that does, and so are closed to the window. */
export const shellOnlyCommandNames = [
  'addSource',
  'listSources',
  'countFolder',
  'checkFolder',
  'endCheck',
  'writeSourceCheck',
  'locate',
  'thumbnail',
  'previewPicture',
  'exportHistory',
  'pathsChosen',
  'writeStatement',
] as const
/** One of {@link shellOnlyCommandNames}. */
export type ShellOnlyCommandName = (typeof shellOnlyCommandNames)[number]

/** Engine commands that the window may call; the others are for the shell alone because they carry paths. */
export const windowEngineCommandNames = engineCommandNames.filter(
  (name): name is Exclude<EngineCommandName, ShellOnlyCommandName> =>
    !(shellOnlyCommandNames as readonly string[]).includes(name),
)

/** Commands that the window may call. */
export type WindowCommandName = Exclude<EngineCommandName, ShellOnlyCommandName> | ShellCommandName

/** Events that reach the window. */
export const eventNames = [
  'statusChanged',
  'signInChanged',
  'historyChanged',
  'navigate',
  'engineStateChanged',
  'leaveAsked',
] as const
/** One of {@link eventNames}. */
export type EventName = (typeof eventNames)[number]
