/* Stands in for the few lines of PowerShell that electron-builder's installer runs: whether it is there, whether a program of
   the app's folder runs, and the end of those. Wine's own says "yes" to every question. */
#include <windows.h>
#include <tlhelp32.h>
#include <wchar.h>

static const WCHAR *after(const WCHAR *line, const WCHAR *mark) {
  const WCHAR *found = wcsstr(line, mark);
  return found ? found + wcslen(mark) : NULL;
}

static BOOL isBelow(HANDLE process, const WCHAR *folder, size_t length) {
  WCHAR path[2048];
  DWORD size = 2048;
  return QueryFullProcessImageNameW(process, 0, path, &size) && !_wcsnicmp(path, folder, length);
}

int wmain(void) {
  const WCHAR *line = GetCommandLineW();
  const WCHAR *folder = after(line, L"StartsWith('");
  BOOL ends = after(line, L"Stop-Process") != NULL;
  BOOL found = FALSE;
  PROCESSENTRY32W each = {sizeof each};
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (!folder) return 0;
  for (BOOL more = Process32FirstW(all, &each); more; more = Process32NextW(all, &each)) {
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE, FALSE, each.th32ProcessID);
    if (process && isBelow(process, folder, wcscspn(folder, L"'"))) {
      found = TRUE;
      if (ends) TerminateProcess(process, 1);
    }
    if (process) CloseHandle(process);
  }
  return ends || found ? 0 : 1;
}
