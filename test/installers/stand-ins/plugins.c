/* Stands in for the plug-ins of NSIS that electron-builder fetches from its own release page: one library under each of their
   names, with the functions that an installer for one user calls. Arguments and answers go over NSIS' stack of strings. */
#include <windows.h>
#include <shellapi.h>
#include <wchar.h>

typedef struct entry {
  struct entry *next;
  WCHAR text[1];
} entry;

static int size;
static entry **top;

static WCHAR *text(void) { return GlobalAlloc(GPTR, size * sizeof(WCHAR)); }

/* The uppermost string, taken off; empty where there is none. */
static WCHAR *take(void) {
  WCHAR *into = text();
  entry *first = *top;
  if (first) {
    lstrcpynW(into, first->text, size);
    *top = first->next;
    GlobalFree(first);
  }
  return into;
}

static void give(const WCHAR *answer) {
  entry *first = GlobalAlloc(GPTR, sizeof(entry) + size * sizeof(WCHAR));
  lstrcpynW(first->text, answer, size);
  first->next = *top;
  *top = first;
}

/* What follows the name of an option, "" or "=value"; NULL where it was not given. */
static const WCHAR *option(const WCHAR *name) {
  int count;
  WCHAR **words = CommandLineToArgvW(GetCommandLineW(), &count);
  size_t length = wcslen(name);
  for (int at = 1; at < count; at += 1) {
    const WCHAR *word = words[at] + wcsspn(words[at], L"-/");
    if (word == words[at] || _wcsnicmp(word, name, length)) continue;
    if (word[length] == 0 || word[length] == L'=') return word + length;
  }
  return NULL;
}

#define FUNCTION(name) \
  static void do_##name(void); \
  __declspec(dllexport) void __cdecl name(HWND window, int length, WCHAR *variables, entry **stack, void *more) { \
    size = length; \
    top = stack; \
    do_##name(); \
  } \
  static void do_##name(void)

/* StdUtils */
FUNCTION(TestParameter) { give(option(take()) ? L"true" : L"false"); }

FUNCTION(GetParameter) {
  WCHAR *otherwise = take();
  const WCHAR *found = option(take());
  give(!found ? otherwise : *found == L'=' ? found + 1 : found);
}

FUNCTION(GetAllParameters) {
  const WCHAR *line = GetCommandLineW();
  WCHAR end = *line == L'"' ? L'"' : L' ';
  take();
  for (line += end == L'"'; *line && *line != end; line += 1) continue;
  if (*line) line += 1;
  give(line + wcsspn(line, L" "));
}

FUNCTION(GetParentPath) {
  WCHAR *path = take();
  WCHAR *last = wcsrchr(path, L'\\');
  if (last) *last = 0;
  give(path);
}

/* The real one sheds an administrator's rights, of which there are none here. */
FUNCTION(ExecShellAsUser) {
  WCHAR *words = take();
  WCHAR *verb = take();
  WCHAR *file = take();
  give((INT_PTR)ShellExecuteW(NULL, verb, file, words, NULL, SW_SHOWNORMAL) > 32 ? L"ok" : L"error");
}

/* Nsis7z: by the program of 7-Zip. */
FUNCTION(Extract) {
  static WCHAR line[4096];
  STARTUPINFOW start = {sizeof start};
  PROCESS_INFORMATION process;
  _snwprintf(line, 4095, L"C:\\windows\\7za.exe x -y -bd \"%ls\"", take());
  if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &start, &process)) return;
  WaitForSingleObject(process.hProcess, INFINITE);
}

/* WinShell: what it was told is written down, for the trial to read. */
FUNCTION(SetLnkAUMI) {
  WCHAR *link = take();
  WritePrivateProfileStringW(L"shortcuts", link, take(), L"C:\\windows\\told.ini");
}
FUNCTION(UninstShortcut) { WritePrivateProfileStringW(L"shortcuts", take(), NULL, L"C:\\windows\\told.ini"); }
FUNCTION(UninstAppUserModelId) { WritePrivateProfileStringW(L"taken back", take(), L"yes", L"C:\\windows\\told.ini"); }

/* SpiderBanner, and what is compiled in and never called. */
FUNCTION(Show) {}
FUNCTION(Destroy) {}
FUNCTION(_) {}
FUNCTION(_FindProcess) {}
FUNCTION(_KillProcess) {}
FUNCTION(_CloseProcess) {}
FUNCTION(_Unload) {}
