@echo off
rem Double-click: looks at the ledgers beside this file and asks what to do, in Chinese. Not run on Windows yet.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -m duesheet --lang zh-CN setup
pause
