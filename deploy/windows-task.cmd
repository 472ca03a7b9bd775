@echo off
rem Registers duesheet with the Windows Task Scheduler, so that it starts with the machine and is started again.
rem Run as administrator:  windows-task.cmd C:\duesheet
rem C:\duesheet holds township.toml and the ledgers. Remove it again with:  schtasks /Delete /TN duesheet
if "%~1"=="" (
  echo usage: %~nx0 FOLDER
  exit /b 2
)
where duesheet >nul 2>nul || (
  echo duesheet is not installed: pipx install duesheet[notify]
  exit /b 1
)
for /f "delims=" %%P in ('where duesheet') do set "DUESHEET=%%P"
schtasks /Create /F /TN duesheet /SC ONSTART /DELAY 0001:00 /RL LIMITED /TR "cmd /c cd /d \"%~1\" ^&^& \"%DUESHEET%\" serve ^>^> duesheet.log 2^>^&1"
schtasks /Run /TN duesheet
