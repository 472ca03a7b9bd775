"""Every place that the contract is asked of; a third store is a row here."""

from tests.sync.stores.folder_place import csv_place, workbook_place
from tests.sync.stores.google_place import google_place, looked_at_place
from tests.sync.stores.memory_place import memory_place
from tests.sync.stores.places import Opener

WRITTEN: dict[str, Opener] = {"memory": memory_place, "folder": workbook_place, "google": google_place}
ONLY_READ: dict[str, Opener] = {"a .csv in a folder": csv_place, "google, shared to look at": looked_at_place}
PLACES = WRITTEN | ONLY_READ
