@echo off
rem Registers duesheet with the Windows Task Scheduler: it is started, and started again after a crash.
rem Not run on Windows yet. As administrator:  windows-task.cmd C:\duesheet
rem C:\duesheet holds township.toml and the ledgers. Remove it again with:  schtasks /Delete /TN duesheet
if "%~1"=="" (
  echo usage: %~nx0 FOLDER
  exit /b 2
)
where duesheet >nul 2>nul || (
  echo duesheet is not installed: in its source folder, pipx install .[notify]
  exit /b 1
)
for /f "delims=" %%P in ('where duesheet') do set "DUESHEET=%%P"
rem Every five minutes; while it runs, a second start is ignored.
schtasks /Create /F /TN duesheet /SC MINUTE /MO 5 /RU SYSTEM /RL LIMITED /TR "cmd /c set PYTHONUTF8=1&& cd /d \"%~1\" && \"%DUESHEET%\" serve >> duesheet.log 2>&1"
schtasks /Run /TN duesheet
