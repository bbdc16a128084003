/* Stands in for Electron's electron.exe: carries the wire of its fuses, has a window, and runs until somebody ends it. */
#include <windows.h>

/* The sentinel that @electron/fuses looks for, version 1, nine fuses, as Electron 45 sets them. */
__attribute__((used)) volatile const char wire[] = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09" "101100101";

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM first, LPARAM second) {
  if (message == WM_DESTROY) PostQuitMessage(0);
  return DefWindowProcW(window, message, first, second);
}

int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR words, int show) {
  WNDCLASSW shape = {.lpfnWndProc = answer, .hInstance = self, .lpszClassName = L"StandIn"};
  MSG message;
  RegisterClassW(&shape);
  CreateWindowW(L"StandIn", L"Stand-in", WS_OVERLAPPEDWINDOW, 0, 0, 300, 200, NULL, NULL, self, NULL);
  while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
  return wire[0] == 0;
}
