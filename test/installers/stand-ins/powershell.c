/* Stands in for the few lines of PowerShell that electron-builder's installer runs: whether it is there, whether a program of
   the app's folder runs, and the end of those. Wine's own says "yes" to every question. */
#include <windows.h>
#include <tlhelp32.h>
#include <wchar.h>

static const WCHAR *after(const WCHAR *line, const WCHAR *mark) {
  const WCHAR *found = wcsstr(line, mark);
  return found ? found + wcslen(mark) : NULL;
}

/* PowerShell takes the typographic apostrophe for one as well. */
static BOOL isQuote(WCHAR letter) { return letter == L'\'' || letter == 0x2019; }

/* What stands between apostrophes, of a doubled one one; FALSE where the line does not go on as it must: an error of syntax. */
static BOOL unquoted(const WCHAR *from, WCHAR *into) {
  while (*from && (!isQuote(*from) || isQuote(from[1]))) {
    if (isQuote(*from)) from += 1;
    *into++ = *from++;
  }
  *into = 0;
  return isQuote(from[0]) && from[1] == L',';
}

static BOOL isBelow(HANDLE process, const WCHAR *folder) {
  WCHAR path[2048];
  DWORD size = 2048;
  return QueryFullProcessImageNameW(process, 0, path, &size) && !_wcsnicmp(path, folder, wcslen(folder));
}

int wmain(void) {
  const WCHAR *line = GetCommandLineW();
  const WCHAR *quoted = after(line, L"StartsWith('");
  static WCHAR folder[4096];
  BOOL ends = after(line, L"Stop-Process") != NULL;
  BOOL found = FALSE;
  PROCESSENTRY32W each = {sizeof each};
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (!quoted) return 0;
  if (!unquoted(quoted, folder)) return 1;
  for (BOOL more = Process32FirstW(all, &each); more; more = Process32NextW(all, &each)) {
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE, FALSE, each.th32ProcessID);
    if (process && isBelow(process, folder)) {
      found = TRUE;
      if (ends) TerminateProcess(process, 1);
    }
    if (process) CloseHandle(process);
  }
  return ends || found ? 0 : 1;
}
