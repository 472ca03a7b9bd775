"""From the text of ``township.toml`` to `config.settings.Settings`, or to an error: key, line and remedy.

Read ``settings_file`` first.
"""
