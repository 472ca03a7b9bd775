"""The tables of ``township.toml``, one class each: what a person may set, checked value by value.

Read ``written_values`` first. `config.settings.Settings` joins the tables; `config.loading` reads the file.
"""
